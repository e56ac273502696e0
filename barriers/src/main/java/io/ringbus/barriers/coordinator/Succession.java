// SPDX-License-Identifier: Apache-2.0
package io.ringbus.barriers.coordinator;

import io.ringbus.snapshot.Inheritance;
import io.ringbus.snapshot.SavedState;
import io.ringbus.snapshot.StateReader;
import io.ringbus.snapshot.Stateful;
import io.ringbus.stage.Stage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a snapshot what the states of another pipeline may go on from. States of operators, sources and sinks, and what was
 * on its way back in a loop, are told by name, in whatever stage they are now; where an operator has another number of
 * instances, each takes a share of all of them. What a stage knows of event time beside that, it keeps if it has the same
 * states as before, and else begins anew.
 *
 * <p><b>Threading.</b> Before start.
 */
final class Succession {
    /** How names of states begin that have an owner who can be missed. */
    private static final List<String> OWNED = List.of("operator ", "source ", "sink ", "returning ");

    private static final String TIME = "time ";

    private final String snapshot;
    private final Changes changes;
    private final Map<String, SavedState> saved;
    private final Map<String, Map<String, StateReader>> savedParts = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final AtomicInteger heirs = new AtomicInteger();

    /** {@code saved} by stage; it is closed when all stages have taken what is theirs. */
    Succession(final String snapshot, final Map<String, SavedState> saved, final Changes changes) {
        this.snapshot = snapshot;
        this.saved = saved;
        this.changes = changes;
        saved.forEach((stage, state) -> savedParts.put(stage, state.reader().parts()));
    }

    /** Gives each stage what it goes on from; {@link IllegalStateException} says what does not fit, and nothing is given. */
    void settle(final List<Stage> stages) {
        final Map<String, Set<String>> owners = new TreeMap<>();
        for (final Stage stage : stages) {
            stage.states()
                    .keySet()
                    .forEach(name -> owners.computeIfAbsent(name, first -> new TreeSet<>())
                            .add(stage.name()));
        }
        final Map<Stage, Map<String, List<StateReader>>> shares = new LinkedHashMap<>();
        for (final Stage stage : stages) {
            final Map<String, List<StateReader>> found = new LinkedHashMap<>();
            stage.states().forEach((name, state) -> {
                final List<StateReader> readers = of(stage, name, state, owners.getOrDefault(name, Set.of()));
                if (!readers.isEmpty()) {
                    found.put(name, readers);
                }
            });
            shares.put(stage, found);
        }
        requireAllTaken();
        heirs.set(stages.size());
        shares.forEach((stage, found) -> stage.restore(Inheritance.found(found, this::release)));
    }

    private void release() {
        if (heirs.decrementAndGet() == 0) {
            saved.values().forEach(SavedState::close);
        }
    }

    private List<StateReader> of(final Stage stage, final String name, final Stateful state, final Set<String> owners) {
        if (!isNamed(name)) {
            final Map<String, StateReader> same = savedParts.get(stage.name());
            return same != null && same.keySet().equals(stage.states().keySet())
                    ? List.of(reader(stage.name(), name, false))
                    : List.of();
        }
        final String formerly = formerly(name);
        if (changes.dropped().contains(formerly.substring(formerly.indexOf(' ') + 1))) {
            return List.of();
        }
        final Set<String> holders = new TreeSet<>();
        savedParts.forEach((holder, parts) -> {
            final StateReader part = parts.get(formerly);
            if (part != null) {
                taken.add(formerly);
                if (part.remaining() > 0) {
                    holders.add(holder);
                }
            }
        });
        if (holders.isEmpty()) {
            return List.of();
        }
        if (holders.equals(owners)) {
            return List.of(reader(stage.name(), formerly, false));
        }
        if (holders.size() == 1 && owners.size() == 1) {
            return List.of(reader(holders.iterator().next(), formerly, false));
        }
        if (state.takesShares()) {
            return holders.stream()
                    .map(holder -> reader(holder, formerly, true))
                    .toList();
        }
        if (name.startsWith(TIME)) {
            return List.of();
        }
        throw new IllegalStateException(snapshot + ": '" + name + "' has instances=" + owners.size() + " and had "
                + holders.size() + ", but its state has no keys by which to share it out: give it as many instances"
                + " as before");
    }

    private static boolean isNamed(final String name) {
        return name.startsWith(TIME) || OWNED.stream().anyMatch(name::startsWith);
    }

    /** Names of states are a word and the owner's name, which is what was changed. */
    private String formerly(final String name) {
        final int behindWord = name.indexOf(' ') + 1;
        for (final Map.Entry<String, String> each : changes.renamed().entrySet()) {
            if (name.substring(behindWord).equals(each.getValue())) {
                return name.substring(0, behindWord) + each.getKey();
            }
        }
        return name;
    }

    /** A reader of its own for each heir. */
    private StateReader reader(final String holder, final String name, final boolean share) {
        final SavedState state = saved.get(holder);
        final StateReader found = state == null ? null : parts(state, share).get(name);
        if (found == null) {
            throw new IllegalStateException(snapshot + ": stage '" + holder + "' holds no '" + name + "'");
        }
        return found;
    }

    private static Map<String, StateReader> parts(final SavedState state, final boolean share) {
        return (share ? state.share() : state.reader()).parts();
    }

    private void requireAllTaken() {
        final Set<String> known = new HashSet<>();
        final Set<String> left = new TreeSet<>();
        savedParts.forEach((stage, parts) -> parts.forEach((name, part) -> {
            final String owner = name.substring(name.indexOf(' ') + 1);
            known.add(owner);
            final boolean owned = OWNED.stream().anyMatch(name::startsWith);
            if (owned
                    && part.remaining() > 0
                    && !taken.contains(name)
                    && !changes.dropped().contains(owner)) {
                left.add(name);
            }
        }));
        if (!left.isEmpty()) {
            throw new IllegalStateException(snapshot + ": it holds the state of " + left
                    + ", which the pipeline does not have: rename what goes on under another name, and drop what"
                    + " is given up");
        }
        final @Nullable String unknown = unknown(known);
        if (unknown != null) {
            throw new IllegalStateException(
                    snapshot + ": renamed or dropped='" + unknown + "' is none of its names " + new TreeSet<>(known));
        }
    }

    private @Nullable String unknown(final Set<String> known) {
        final Set<String> named = new TreeSet<>(changes.renamed().keySet());
        named.addAll(changes.dropped());
        named.removeAll(known);
        return named.isEmpty() ? null : named.iterator().next();
    }
}
