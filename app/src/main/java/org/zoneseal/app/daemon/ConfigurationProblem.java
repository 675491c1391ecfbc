package org.zoneseal.app.daemon;

/**
 * One thing that is wrong with a configuration file.
 *
 * @param line from 1
 * @param what names the key, what was found and what is expected
 */
public record ConfigurationProblem(int line, String what) {}
