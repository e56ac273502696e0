// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.connectors.Sources;
import io.ringbus.windows.policy.Time;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which vertices share a stage, and where the rings are. */
class StageLayoutTest {
    private final Pipeline pipeline = Pipeline.create(Config.defaults());

    private Stream<Tick> ticks() {
        return pipeline.from(Sources.of(List.<Tick>of())).as(Tick.class);
    }

    /** The stages as {@code name: vertices}, and the rings as {@code =ring}. */
    private List<String> layout() {
        final List<String> lines = new ArrayList<>();
        final String text = pipeline.explain();
        for (final String line : text.substring(text.indexOf("topology")).split("\n")) {
            if (line.startsWith("  stage")) {
                lines.add(line.trim().substring("stage ".length()));
            } else if (line.startsWith("    ring")) {
                lines.add("=" + line.split("'")[1]);
            }
        }
        return lines;
    }

    @Test
    void everythingWithoutACutIsOneStage() {
        final Stream<Tick> ticks = ticks().map(tick -> tick.plus(1)).filter(tick -> tick.price() > 1);
        ticks.keyBy(Tick::symbol).sum(Tick::price).to((tick, timeNs) -> {});
        ticks.window(Time.of(1, TimeUnit.SECONDS)).count().to((result, timeNs) -> {});
        assertEquals(
                List.of("'source-0': source-0 -> map-1 -> filter-2 -> roll-3 -> sink-4 -> window-5 -> sink-6"),
                layout());
    }

    @Test
    void aNamedStageLiesBehindARingOfItsName() {
        ticks().map(tick -> tick.plus(1)).stage("far").to((tick, timeNs) -> {});
        assertEquals(List.of("'source-0': source-0 -> map-1", "=far", "'far': far -> sink-3"), layout());
    }

    @Test
    void parallelismPutsRingsOnBothSidesOfTheOperator() {
        ticks().keyBy(Tick::id).parallelism(3).sum(Tick::price).to((tick, timeNs) -> {});
        assertEquals(
                List.of(
                        "'source-0': source-0",
                        "=source-0>roll-1",
                        "'roll-1' x 3: roll-1",
                        "=roll-1>sink-2",
                        "'sink-2': sink-2"),
                layout());
    }

    @Test
    void parallelismOfOneNeedsNoRing() {
        ticks().keyBy(Tick::id).parallelism(1).sum(Tick::price).to((tick, timeNs) -> {});
        assertEquals(List.of("'source-0': source-0 -> roll-1 -> sink-2"), layout());
    }

    @Test
    void rootedStreamsThatMergeBecomeOneStage() {
        final Stream<Tick> left = ticks().filter(tick -> tick.id() > 0);
        final Stream<Tick> right = pipeline.from(pipeline.ingress("in", Codecs.of(Tick.class)));
        left.merge(right.map(tick -> tick.plus(1))).to((tick, timeNs) -> {});
        assertEquals(List.of("'source-0': source-0 -> filter-1 -> in -> map-3 -> merge-4 -> sink-5"), layout());
    }

    @Test
    void aStreamBehindARingMeetsARootedOneInAStageOfTheirOwn() {
        final Stream<Tick> left = ticks().stage("far");
        left.merge(ticks()).to((tick, timeNs) -> {});
        assertEquals(
                List.of(
                        "'source-0': source-0",
                        "=far",
                        "'far': far",
                        "=far>merge-3",
                        "'source-2': source-2",
                        "=source-2>merge-3",
                        "'merge-3': merge-3 -> sink-4"),
                layout());
    }

    @Test
    void aDiamondStaysInItsStage() {
        final Stream<Tick> ticks = ticks();
        ticks.map(tick -> tick.plus(1))
                .merge(ticks.filter(tick -> tick.id() > 0))
                .to((tick, timeNs) -> {});
        assertEquals(List.of("'source-0': source-0 -> map-1 -> filter-2 -> merge-3 -> sink-4"), layout());
    }

    @Test
    void aStreamThatIsCutAndMergedBackMeetsItselfInAThirdStage() {
        final Stream<Tick> ticks = ticks();
        ticks.merge(ticks.stage("far")).to((tick, timeNs) -> {});
        assertEquals(
                List.of(
                        "'source-0': source-0",
                        "=far",
                        "=source-0>merge-2",
                        "'far': far",
                        "=far>merge-2",
                        "'merge-2': merge-2 -> sink-3"),
                layout());
    }

    @Test
    void mergingRootsLateMovesAllThatHungOnThem() {
        final Stream<Tick> left = ticks();
        final Stream<Tick> right = ticks();
        final Stream<Tick> doubled = right.map(tick -> tick.plus(1));
        left.merge(right).to((tick, timeNs) -> {});
        doubled.to((tick, timeNs) -> {});
        assertEquals(List.of("'source-0': source-0 -> source-1 -> map-2 -> merge-3 -> sink-4 -> sink-5"), layout());
    }

    @Test
    void aChainOfMergesIsOneMerge() {
        ticks().stage("left").merge(ticks().stage("right")).merge(ticks()).to((tick, timeNs) -> {});
        assertEquals(
                List.of(
                        "'source-0': source-0",
                        "=left",
                        "'left': left",
                        "=left>merge-6",
                        "'source-2': source-2",
                        "=right",
                        "'right': right",
                        "=right>merge-6",
                        "'source-5': source-5",
                        "=source-5>merge-6",
                        "'merge-6': merge-6 -> sink-7"),
                layout());
    }

    @Test
    void aMergeThatIsReadTwiceStaysOne() {
        final Stream<Tick> both = ticks().stage("left").merge(ticks());
        both.merge(ticks()).to((tick, timeNs) -> {});
        both.to((tick, timeNs) -> {});
        assertEquals(
                List.of(
                        "'source-0': source-0",
                        "=left",
                        "'left': left",
                        "=left>merge-3",
                        "'source-2': source-2",
                        "=source-2>merge-3",
                        "'merge-3': merge-3 -> sink-7",
                        "=merge-3>merge-5",
                        "'source-4': source-4",
                        "=source-4>merge-5",
                        "'merge-5': merge-5 -> sink-6"),
                layout());
    }

    @Test
    void namesThatAUserTookAreNotGivenAgain() {
        ticks().name("map-1").map(tick -> tick.plus(1)).to((tick, timeNs) -> {});
        assertEquals(List.of("'map-1': map-1 -> map-1' -> sink-2"), layout());
    }
}
