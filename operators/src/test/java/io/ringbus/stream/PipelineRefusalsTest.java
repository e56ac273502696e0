// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Source;
import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.ErrorPolicy;
import io.ringbus.config.Settings;
import io.ringbus.connectors.Journal;
import io.ringbus.connectors.Sources;
import io.ringbus.environment.Clock;
import io.ringbus.function.KeySelector;
import io.ringbus.ring.Ingress;
import io.ringbus.ring.RingSpec;
import io.ringbus.ring.SharedIngress;
import io.ringbus.slot.Slab;
import io.ringbus.stage.Execution;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Eviction;
import io.ringbus.windows.policy.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a program is said before anything runs, in words, and leaves nothing behind. */
class PipelineRefusalsTest {
    private static final Config SLAB = Config.defaults().with(Settings.STATE_BACKEND, "slab");

    private final long liveBytes = Slab.liveBytes();

    @AfterEach
    void leavesNothingAllocated() {
        assertEquals(liveBytes, Slab.liveBytes());
    }

    private static Stream<Tick> ticks(final Pipeline pipeline) {
        return pipeline.from(Sources.of(List.of(Tick.of(1, 1, 1)))).as(Tick.class);
    }

    private static String refusal(final Class<? extends Throwable> type, final Executable program) {
        return assertThrows(type, program).getMessage();
    }

    @Test
    void aRingWithoutAKnownCodecTellsWhatToSay() {
        final Pipeline pipeline = Pipeline.create(SLAB);
        pipeline.from(Sources.of(List.of(Tick.of(1, 1, 1)))).stage("far").to((tick, timeNs) -> {});
        assertEquals(
                "stream 'source-0': the class of its records is not known, but the ring behind it needs a codec for them:"
                        + " say .as(Type.class) or .as(codec) behind it",
                refusal(IllegalStateException.class, pipeline::start));
    }

    @Test
    void aClassWithoutACodecIsNamedTogetherWithTheStream() {
        final Pipeline pipeline = Pipeline.create(SLAB);
        ticks(pipeline).map(tick -> new Object[] {tick}).stage("far").to((tick, timeNs) -> {});
        final String message = refusal(IllegalStateException.class, pipeline::start);
        assertTrue(message.startsWith("stream 'map-1': the ring behind it needs a codec: "), message);
    }

    @Test
    void keysWithoutAKnownClassNameTheRemedy() {
        final KeySelector<Tick, String> opaque = new KeySelector<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public String keyOf(final Tick tick) {
                return tick.symbol();
            }
        };
        final Stream<Tick> ticks = ticks(Pipeline.create(SLAB));
        assertEquals(
                "stream 'source-0': the class of the keys is not known: write the key as a method reference or lambda,"
                        + " such as keyBy(Trade::symbol), or say keyBy(selector, Key.class)",
                refusal(IllegalArgumentException.class, () -> ticks.keyBy(opaque)));
        ticks.keyBy(opaque, String.class).sum(Tick::price); // the remedy works
    }

    @Test
    void anEvictionAloneDoesNotTellWhenAWindowIsTold() {
        final Eviction<Tick> newest = (kept, tick, timestampNs, state) -> kept.size();
        final Stream<Tick> ticks = ticks(Pipeline.create(SLAB));
        final String message = refusal(
                IllegalArgumentException.class, () -> ticks.window(newest).count());
        assertTrue(message.startsWith("window: policy "), message);
        assertTrue(message.endsWith(" says what a window keeps, not when it is told: add every(trigger)"), message);
        ticks.window(newest).every(Count.of(1)).count(); // the remedy works
    }

    @Test
    void onlyDaysFollowATimeZone() {
        final WindowedStream<Tick> hours =
                ticks(Pipeline.create(SLAB)).window(Time.of(1, TimeUnit.HOURS)).zone(ZoneId.of("Europe/London"));
        assertEquals(
                "window: sizeNs=3600000000000, slideNs=3600000000000 are not whole days of 24 hours, but"
                        + " zone=Europe/London: only days follow a time zone; shift shorter windows by an offset",
                refusal(IllegalArgumentException.class, hours::count));
    }

    @Test
    void wordsOfEventTimeAreRefusedWhereAPolicyTellsTheWindow() {
        final KeyedWindowedStream<String, Tick> windows =
                ticks(Pipeline.create(SLAB)).keyBy(Tick::symbol).window(Time.of(1, TimeUnit.SECONDS));
        final String expected =
                "stream 'source-0': offset, zone, lateness, late, early and a second every belong to windows of event"
                        + " time alone: leave them out where a policy tells the window";
        final Count count = Count.of(1);
        assertEquals(
                expected,
                refusal(IllegalArgumentException.class, () -> windows.offset(1).every(count)));
        assertEquals(
                expected,
                refusal(
                        IllegalArgumentException.class,
                        () -> windows.late((tick, timeNs) -> {}).every(count)));
        windows.every(count).count(); // the remedy works
    }

    @Test
    void aPolicyThatKeepsARecordNeedsItsCodec() {
        final Stream<Tick> ticks = Pipeline.create(SLAB).from(Sources.of(List.of(Tick.of(1, 1, 1))));
        assertEquals(
                "stream 'source-0': the class of its records is not known, but window needs a codec for them:"
                        + " say .as(Type.class) or .as(codec) behind it",
                refusal(
                        IllegalStateException.class,
                        () -> ticks.window(Delta.of(1, (Tick from, Tick to) -> to.price() - from.price()))
                                .count()));
        ticks.window(Count.of(3)).count(); // keeps none
    }

    @Test
    void twoVerticesOfOneNameAreRefused() {
        final Stream<Tick> ticks = ticks(Pipeline.create(SLAB)).name("a");
        final String message = refusal(
                IllegalArgumentException.class,
                () -> ticks.map(tick -> tick.plus(1)).name("a"));
        assertEquals(
                "pipeline: two vertices are called 'a': names identify state, stages and rings: give each its own",
                message);
    }

    @Test
    void aPipelineRunsOnce() throws InterruptedException {
        final Pipeline pipeline = Pipeline.create(SLAB);
        final Stream<Tick> ticks = ticks(pipeline);
        ticks.to((tick, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            execution.await();
        }
        assertEquals(
                "pipeline: started before: a pipeline runs once; build another one",
                refusal(IllegalStateException.class, pipeline::start));
        assertEquals(
                "pipeline: started before: what is added now would never run; put it together, then start it",
                refusal(IllegalStateException.class, () -> ticks.filter(tick -> true)));
    }

    @Test
    void anEmptyPipelineIsRefused() {
        assertEquals(
                "pipeline: vertices=0: nothing would run: begin with from(..)",
                refusal(IllegalStateException.class, () -> Pipeline.create(SLAB).start()));
    }

    @Test
    void overridesForUnknownRingsAndStagesAreRefusedWithTheNearestName() {
        final Pipeline rings = Pipeline.create(SLAB.with(Settings.RING_SLOTS, "farr", 64));
        ticks(rings).stage("far").to((tick, timeNs) -> {});
        assertEquals(
                "code: ringbus.ring.slots@farr: no ring is named farr; did you mean far?",
                refusal(IllegalArgumentException.class, rings::start));
        final Pipeline stages = Pipeline.create(SLAB.with(Settings.STAGE_DRAIN_LIMIT, "sauce-0", 64));
        ticks(stages).to((tick, timeNs) -> {});
        assertEquals(
                "code: ringbus.stage.drain.limit@sauce-0: no stage is named sauce-0; did you mean source-0?",
                refusal(IllegalArgumentException.class, stages::start));
    }

    @Test
    void overridesMayNameAnIngress() throws InterruptedException {
        final Pipeline pipeline =
                Pipeline.create(SLAB.with(Settings.RING_SLOTS, "in", 64).with(Settings.INGRESS_TIMEOUT, "in", 1L));
        final Ingress<Tick> ingress = pipeline.ingress("in", Codecs.of(Tick.class));
        pipeline.from(ingress).to((tick, timeNs) -> {});
        try (Execution execution = pipeline.start()) {
            ingress.close();
            execution.await();
        }
    }

    @Test
    void anIngressOfSomebodyElseIsRefused() {
        final Pipeline pipeline = Pipeline.create(SLAB);
        final SharedIngress<Tick> alien = new SharedIngress<>(
                "alien",
                RingSpec.of(8, 64, 64, 128),
                Codecs.addressed(Codecs.of(Tick.class)),
                1,
                Clock.SYSTEM,
                null,
                () -> {});
        final String expected =
                "pipeline: from(ingress) takes an ingress that this pipeline made: make it with ingress(..)";
        assertEquals(expected, refusal(IllegalArgumentException.class, () -> pipeline.from(alien)));
        alien.ring().close();
        final Ingress<Tick> others = Pipeline.create(SLAB).ingress(Codecs.of(Tick.class));
        assertEquals(expected, refusal(IllegalArgumentException.class, () -> pipeline.from(others)));
    }

    @Test
    void anIngressIsReadOnceAndNotNever() {
        final Pipeline pipeline = Pipeline.create(SLAB);
        final Ingress<Tick> first = pipeline.ingress(Codecs.of(Tick.class));
        final Ingress<Tick> second = pipeline.ingress(Codecs.of(Tick.class));
        pipeline.from(first).to((tick, timeNs) -> {});
        assertEquals(
                "ingress 'ingress-1': nobody reads it: say from(ingress), or leave the ingress out",
                refusal(IllegalStateException.class, pipeline::start));
        assertEquals(
                "ingress 'ingress-0': read twice: call from(ingress) once and use the stream twice",
                refusal(IllegalArgumentException.class, () -> pipeline.from(first)));
        pipeline.from(second);
    }

    @Test
    void publishingBeforeTheStartIsRefused() {
        final Ingress<Tick> ingress = Pipeline.create(SLAB).ingress("in", Codecs.of(Tick.class));
        assertEquals(
                "ingress 'in': the pipeline has not been started: call Pipeline.start() first",
                refusal(IllegalStateException.class, () -> ingress.publish(Tick.of(1, 1, 1))));
    }

    @Test
    void anUnknownStateBackendIsRefusedWithThoseThatAreThere() {
        final Pipeline pipeline = Pipeline.create(SLAB.with(Settings.STATE_BACKEND, "rocks"));
        ticks(pipeline).stage("far").keyBy(Tick::id).sum(Tick::price).to((tick, timeNs) -> {});
        final String message = refusal(IllegalStateException.class, pipeline::start);
        assertTrue(
                message.startsWith("ringbus.state.backend=rocks is not among the backends on the class path ("),
                message);
        assertTrue(message.endsWith("): name one of these, or add the artifact that provides it"), message);
    }

    @Test
    void aJournaledSourceHasNoDeadLetters(@TempDir final Path folder) {
        final Pipeline pipeline = Pipeline.create(SLAB.with(Settings.ERROR_POLICY, ErrorPolicy.DEAD_LETTER))
                .deadLetters((letter, timeNs) -> {});
        pipeline.from("lines", Sources.socket("localhost", 1), Codecs.string(64), Journal.in(folder))
                .to((line, timeNs) -> {});
        assertEquals(
                "source 'lines': ringbus.error.policy=DEAD_LETTER in stage 'lines', but what a journaled source cannot read"
                        + " is in no journal, and its letter would be lost in a crash: choose FAIL or SKIP for the stage,"
                        + " journal what is read as it is, and take it apart in a stage behind it",
                refusal(IllegalStateException.class, pipeline::start));
    }

    @Test
    void aRefusalLateInTheTranslationLeavesNothingBehind() {
        final Pipeline pipeline = Pipeline.create(SLAB.with(Settings.ERROR_POLICY, "far", ErrorPolicy.DEAD_LETTER));
        final Stream<Tick> ticks = ticks(pipeline).keyBy(Tick::symbol).fold(Tick.of(0, 0, 0), (sum, tick) -> tick);
        ticks.keyBy(Tick::id).sum(Tick::price).stage("far").to((tick, timeNs) -> {});
        assertEquals(
                "operator 'sink-4': ringbus.error.policy=DEAD_LETTER without a place for dead letters: call"
                        + " Pipeline.deadLetters(sink)",
                refusal(IllegalStateException.class, pipeline::start));
    }

    @Test
    void streamsOfTwoPipelinesDoNotMerge() {
        final Stream<Tick> left = ticks(Pipeline.create(SLAB));
        final Stream<Tick> right = ticks(Pipeline.create(SLAB)).name("b");
        assertEquals(
                "stream 'source-0': merge with stream 'b' of another pipeline: build both in one",
                refusal(IllegalArgumentException.class, () -> left.merge(right)));
    }

    @Test
    void aSourceIsNotWaitedForForCenturiesNorForNoTimeAtAll() {
        final Pipeline pipeline = Pipeline.create(SLAB);
        final Source<Tick> silent = Sources.of(List.of());
        assertEquals(
                "pipeline: idleAfter=PT2628000H > 292 years of nanoseconds: choose a shorter one",
                refusal(IllegalArgumentException.class, () -> pipeline.from(silent, Duration.ofDays(300 * 365))));
        assertEquals(
                "pipeline: idleAfter=PT0S is no time at all: give a longer one, or leave it out and time waits for every"
                        + " input",
                refusal(IllegalArgumentException.class, () -> pipeline.from(silent, Duration.ZERO)));
    }

    @Test
    void aFlushIntervalBeforeTheStartIsASetting() {
        assertEquals(
                "pipeline: not started: set ringbus.flush.interval instead",
                refusal(IllegalStateException.class, () -> Pipeline.create(SLAB).flushInterval(Duration.ZERO)));
    }
}
