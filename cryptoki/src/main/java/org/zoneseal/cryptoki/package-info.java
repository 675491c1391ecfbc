/** The words of PKCS#11 3.2: return values, classes, attributes, mechanisms and their forms. */
@NullMarked
package org.zoneseal.cryptoki;

import org.jspecify.annotations.NullMarked;
