// SPDX-License-Identifier: Apache-2.0
/**
 * Fixtures for tests of all modules: fakes with memory, and a harness that runs an operator in every way a stage may. They
 * stand where a stage, its outlets and its state backend stand in the data path.
 */
@NullMarked
package io.ringbus.testing;

import org.jspecify.annotations.NullMarked;
