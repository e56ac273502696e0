// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePortTest {
    private final Trace<String> end = new Trace<>();
    private final ChainBuilder chain = new ChainBuilder(new Specialiser(true), new Flow());

    @Test
    void recordsPassAndTimeGoesAsFarAsAllAgree() {
        final List<Output<String>> ports = chain.merge(2, end);
        ports.get(0).emit("a", 1);
        ports.get(0).emitWatermark(5);
        ports.get(1).emit("b", 2);
        ports.get(1).emitWatermark(3);
        ports.get(1).emitWatermark(9);
        ports.get(0).emitWatermark(Long.MAX_VALUE);
        ports.get(0).emitEnd();
        ports.get(1).emitWatermark(Long.MAX_VALUE);
        ports.get(1).emitEnd();
        assertEquals(List.of("a@1", "b@2", "W 3", "W 5", "W 9", "W " + Long.MAX_VALUE, "end"), end.lines);
    }

    @Test
    void anIdlePortIsWokenByItsNextRecord() {
        final List<Output<String>> ports = chain.merge(2, end);
        ports.get(1).emitIdle();
        ports.get(0).emitWatermark(5);
        ports.get(1).emitWatermark(6);
        ports.get(1).emitIdle();
        ports.get(1).emit("b", 7);
        ports.get(0).emitWatermark(8);
        assertEquals(List.of("W 5", "b@7", "W 6"), end.lines);
    }

    @Test
    void onlyAllPortsTogetherAreIdle() {
        final List<Output<String>> ports = chain.merge(3, end);
        ports.get(0).emitEnd();
        ports.get(1).emitWatermark(4);
        ports.get(1).emitIdle();
        ports.get(2).emitIdle();
        ports.get(2).emitIdle();
        assertEquals(List.of("W 4", "idle"), end.lines);
    }

    @Test
    void whoeverWakesFirstTakesTheIdlenessBackBeforeItSpeaks() {
        final List<Output<String>> ports = chain.merge(2, end);
        ports.get(0).emitWatermark(4);
        ports.get(0).emitIdle();
        ports.get(1).emitIdle();
        ports.get(1).emit("b", 2);
        ports.get(1).emitIdle();
        ports.get(0).emitActive();
        ports.get(0).emitIdle();
        ports.get(1).emitWatermark(3);
        ports.get(0).emitActive();
        ports.get(1).emitWatermark(5);
        ports.get(0).emitWatermark(6);
        assertEquals(List.of("W 4", "idle", "active", "b@2", "idle", "active", "idle", "active", "W 5"), end.lines);
    }

    @Test
    void anInputAtItsEndLeavesTheIdleOnesTheirTime() {
        final List<Output<String>> ports = chain.merge(2, end);
        ports.get(0).emitWatermark(4);
        ports.get(1).emitIdle();
        ports.get(0).emitWatermark(Long.MAX_VALUE);
        ports.get(0).emitEnd();
        ports.get(1).emit("b", 5);
        ports.get(1).emitWatermark(5);
        ports.get(1).emitWatermark(Long.MAX_VALUE);
        ports.get(1).emitEnd();
        assertEquals(List.of("W 4", "idle", "active", "b@5", "W 5", "W " + Long.MAX_VALUE, "end"), end.lines);
    }

    @Test
    void teeSendsEverythingToAllInTheirOrder() {
        final List<String> lines = new ArrayList<>();
        final Output<String> head =
                chain.tee(List.of(new Trace<>("1 ", lines), new Trace<>("2 ", lines), new Trace<>("3 ", lines)));
        head.emit("a", 1);
        head.emitWatermark(2);
        head.emitIdle();
        head.emitActive();
        head.emitEnd();
        assertEquals(
                List.of(
                        "1 a@1",
                        "2 a@1",
                        "3 a@1",
                        "1 W 2",
                        "2 W 2",
                        "3 W 2",
                        "1 idle",
                        "2 idle",
                        "3 idle",
                        "1 active",
                        "2 active",
                        "3 active",
                        "1 end",
                        "2 end",
                        "3 end"),
                lines);
    }
}
