// SPDX-License-Identifier: Apache-2.0
/**
 * Settings: name, unit, default and bounds of each in one place.
 * Before: {@code nothing}. After: {@code io.ringbus.stage}.
 */
@NullMarked
package io.ringbus.config;

import org.jspecify.annotations.NullMarked;
