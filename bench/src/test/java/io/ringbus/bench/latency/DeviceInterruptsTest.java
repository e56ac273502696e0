// SPDX-License-Identifier: Apache-2.0
package io.ringbus.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceInterruptsTest {
    private static final List<String> COUNTERS = List.of(
            "            CPU0       CPU2       CPU10",
            "   9:          7         20        300   IO-APIC   9-fasteoi   acpi",
            "  24:          0          5          0   PCI-MSI 1-edge   disk 77",
            " 131:      40000          1          2   PCI-MSI 2-edge   network",
            " LOC:     999999     888888     777777   Local timer interrupts",
            " ERR:          3");

    @Test
    void devicesAreCountedAndTimersAreNot() {
        assertEquals(40_007, DeviceInterrupts.on(0, COUNTERS));
        assertEquals(26, DeviceInterrupts.on(2, COUNTERS));
        assertEquals(302, DeviceInterrupts.on(10, COUNTERS));
    }

    @Test
    void aProcessorThatIsNotThereHasNone() {
        assertEquals(0, DeviceInterrupts.on(1, COUNTERS));
    }

    @Test
    void aTableOfOneLineHasNone() {
        assertEquals(0, DeviceInterrupts.on(0, COUNTERS.subList(0, 1)));
    }
}
