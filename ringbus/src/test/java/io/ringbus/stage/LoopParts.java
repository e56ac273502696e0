// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stage;

import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the stages of a {@link LoopRecoverySimulationTest} have handed over: of one checkpoint, and of the last complete one. */
final class LoopParts implements BarrierListener, AutoCloseable {
    final List<String> stages = new ArrayList<>();
    private final Map<String, List<StateWriter>> collected = new HashMap<>();
    private final Map<String, List<StateWriter>> ended = new HashMap<>();
    private final Map<String, List<StateWriter>> complete = new HashMap<>();
    private final Map<String, StateWriter> whole = new HashMap<>();
    private long collecting;

    /** Whether a checkpoint is under way. */
    boolean isCollecting() {
        return collecting != 0;
    }

    @Override
    public void chunk(final String stage, final long checkpointId, final StateWriter chunk) {
        if (checkpointId == collecting) {
            collected.computeIfAbsent(stage, first -> new ArrayList<>()).add(copy(chunk));
        }
        chunk.close();
    }

    @Override
    public void saved(final String stage, final long checkpointId, final StateWriter state) {
        if (checkpointId == collecting) {
            whole.put(stage, copy(state));
        }
        state.close();
    }

    @Override
    public void ended(final String stage, final StateWriter state) {
        ended.put(stage, List.of(copy(state)));
        state.close();
    }

    void begin(final long checkpointId) {
        collecting = checkpointId;
        close(collected);
        whole.values().forEach(StateWriter::close);
        whole.clear();
    }

    boolean complete() {
        for (final String stage : stages) {
            if (collecting == 0 || (!whole.containsKey(stage) && !ended.containsKey(stage))) {
                return false;
            }
        }
        close(complete);
        for (final String stage : stages) {
            final StateWriter state = whole.remove(stage);
            final List<StateWriter> parts = new ArrayList<>();
            if (state == null) {
                ended.get(stage).forEach(part -> parts.add(copy(part)));
            } else {
                parts.add(state);
                parts.addAll(collected.getOrDefault(stage, List.of()));
                collected.remove(stage);
            }
            complete.put(stage, parts);
        }
        begin(0);
        return true;
    }

    void restore(final Stage stage) {
        final List<StateWriter> parts = complete.get(stage.name());
        if (parts != null) {
            final SavedState saved = new SavedState(stage.name());
            saved.add(copy(parts.get(0)));
            parts.subList(1, parts.size()).forEach(chunk -> saved.addChunk(copy(chunk)));
            stage.restore(Inheritance.of(saved));
        }
    }

    private static StateWriter copy(final StateWriter from) {
        final StateWriter to = new StateWriter();
        to.putBytes(from.address(), from.length());
        return to;
    }

    private static void close(final Map<String, List<StateWriter>> parts) {
        parts.values().forEach(list -> list.forEach(StateWriter::close));
        parts.clear();
    }

    void crash() {
        begin(0);
        close(ended);
    }

    @Override
    public void close() {
        crash();
        close(complete);
    }
}
