/** Crash-safe files: atomic replace, authenticated log, the fault layer for tests. */
@NullMarked
package org.zoneseal.storage;

import org.jspecify.annotations.NullMarked;
