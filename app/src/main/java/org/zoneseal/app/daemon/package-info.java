/** The life of a daemon: its configuration, its log, its hardening, how it starts and stops. */
@NullMarked
package org.zoneseal.app.daemon;

import org.jspecify.annotations.NullMarked;
