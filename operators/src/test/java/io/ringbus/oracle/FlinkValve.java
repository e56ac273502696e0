// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.io.PushingAsyncDataInput;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.StatusWatermarkValve;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/** How Flink puts the watermarks of several inputs together. What it says is written down as {@code W 5, idle, active}. */
final class FlinkValve {
    private final StatusWatermarkValve valve;
    private final Said said = new Said();

    FlinkValve(final int inputs) {
        valve = new StatusWatermarkValve(inputs);
    }

    void watermark(final int input, final long watermark) throws Exception {
        valve.inputWatermark(new Watermark(watermark), input, said);
    }

    void idle(final int input) throws Exception {
        valve.inputWatermarkStatus(WatermarkStatus.IDLE, input, said);
    }

    void active(final int input) throws Exception {
        valve.inputWatermarkStatus(WatermarkStatus.ACTIVE, input, said);
    }

    /** What it has said since the last call. */
    List<String> said() {
        final List<String> lines = List.copyOf(said.lines);
        said.lines.clear();
        return lines;
    }

    private static final class Said implements PushingAsyncDataInput.DataOutput<Object> {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void emitWatermark(final Watermark watermark) {
            lines.add("W " + watermark.getTimestamp());
        }

        @Override
        public void emitWatermarkStatus(final WatermarkStatus status) {
            lines.add(status.isIdle() ? "idle" : "active");
        }

        @Override
        public void emitRecord(final StreamRecord<Object> record) {
            throw new AssertionError("a valve has no records");
        }

        @Override
        public void emitLatencyMarker(final LatencyMarker marker) {}

        @Override
        public void emitRecordAttributes(final RecordAttributes attributes) {}
    }
}
