// SPDX-License-Identifier: Apache-2.0
package io.ringbus.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.codec.Codecs;
import io.ringbus.config.Config;
import io.ringbus.config.Settings;
import io.ringbus.config.Threads;
import io.ringbus.connectors.Sources;
import io.ringbus.windows.policy.Count;
import io.ringbus.windows.policy.Session;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What {@code explain()} says, to the letter. */
class ExplanationTest {
    private static Pipeline pipeline() {
        final Pipeline pipeline = Pipeline.create(Config.defaults()
                .with(Settings.THREADS, Threads.shared(2))
                .with(Settings.STATE_BACKEND, "slab")
                .with(Settings.RING_SLOTS, "pricing", 64)
                .with(Settings.FLUSH_INTERVAL, "pricing", 0L));
        pipeline.from(pipeline.ingress("trades", Codecs.of(Tick.class)))
                .filter(tick -> tick.price() > 0)
                .stage("pricing")
                .eventTime(Tick::timeNs)
                .keyBy(Tick::symbol)
                .parallelism(2)
                .window(Time.of(1, TimeUnit.SECONDS))
                .mean(Tick::price)
                .name("means")
                .to((result, timeNs) -> {})
                .name("screen");
        return pipeline;
    }

    @Test
    void textNamesVerticesStagesAndRings() {
        assertEquals("""
                plan
                  trades (ingress)
                  filter-1 <- trades
                  pricing (stage) <- filter-1
                  eventTime-3 <- pricing [in order]
                  means (window(1s)) <- eventTime-3
                  screen (sink) <- means
                topology (threads=2, state=slab)
                  stage 'trades': trades -> filter-1
                    ring 'pricing' to 'pricing', slots=64, flush=0
                  stage 'pricing': pricing -> eventTime-3
                    ring 'eventTime-3>means' to 'means', slots=4096, flush=100us
                  stage 'means' x 2: means
                    ring 'means>screen' to 'screen', slots=4096, flush=100us
                  stage 'screen': screen
                guarantees
                  screen: NONE (no checkpoints: set ringbus.checkpoint.dir)
                """, pipeline().explain());
    }

    @Test
    void textNamesThePoliciesOfWindows() {
        final Pipeline pipeline = Pipeline.create(Config.defaults());
        final Stream<Tick> ticks =
                pipeline.from(Sources.of(List.of(Tick.of(1, 1, 1)))).as(Tick.class);
        final Trigger<Tick> first = (tick, timestampNs, state) -> tick.id() == 1;
        ticks.keyBy(Tick::id)
                .window(Time.of(1, TimeUnit.SECONDS))
                .every(Count.of(3), first)
                .count();
        ticks.window(Count.of(3)).count().name("counts");
        ticks.every(Count.of(3)).mapWindow((key, window, out) -> out.emit(window.size()));
        ticks.window(Time.of(1, TimeUnit.MINUTES))
                .every(Time.of(1, TimeUnit.SECONDS))
                .offset(-5)
                .lateness(Time.of(2, TimeUnit.SECONDS))
                .count()
                .name("sliding");
        ticks.window(Session.of(1, TimeUnit.SECONDS)).count().name("sessions");
        assertTrue(pipeline.explain().startsWith("""
                plan
                  source-0 : Tick
                  window-1 (window(Time) every(Count, lambda)) <- source-0
                  counts (window(Count)) <- source-0
                  sliding (window(1m) every(1s) offset(-5ns) lateness(2s)) <- source-0
                  sessions (window(session of 1s)) <- source-0
                topology"""), pipeline.explain());
    }

    @Test
    void mermaidDrawsAFramePerStageAndAThickArrowPerRing() {
        assertEquals("""
                flowchart LR
                  subgraph s0["stage trades"]
                    n0(["trades"])
                    n1["filter-1"]
                  end
                  subgraph s1["stage pricing"]
                    n2["pricing"]
                    n3["eventTime-3"]
                  end
                  subgraph s2["stage means x 2"]
                    n4["means"]
                  end
                  subgraph s3["stage screen"]
                    n5[/"screen"/]
                  end
                  n0 --> n1
                  n1 ==> n2
                  n2 --> n3
                  n3 ==> n4
                  n4 ==> n5
                """, pipeline().explainMermaid());
    }

    @Test
    void aLoopLeadsBackToItsHead() {
        final Pipeline pipeline = Pipeline.create(Config.defaults().with(Settings.RING_SLOTS, 64));
        pipeline.from(Sources.of(List.of(Tick.of(1, 1, 1))))
                .iterate(Duration.ofSeconds(1), looped -> {
                    final Stream<Tick> next = looped.map(tick -> tick.plus(1)).stage("later");
                    return Loop.back(next.filter(tick -> tick.price() < 9)).out(next);
                })
                .to((tick, timeNs) -> {});
        assertEquals("""
                plan
                  source-0 : Tick
                  iterate-1 <- source-0, back-5 : Tick [ends when silent for 1s]
                  map-2 <- iterate-1 : Tick
                  later (stage) <- map-2 : Tick
                  filter-4 <- later : Tick
                  back-5 <- filter-4 : Tick
                  sink-6 <- later : Tick
                topology (threads=stage, state=chronicle)
                  stage 'source-0': source-0
                    ring 'source-0>iterate-1' to 'iterate-1', slots=64, flush=100us
                  stage 'iterate-1': iterate-1 -> map-2
                    ring 'later' to 'later', slots=64, flush=100us
                  stage 'later': later -> filter-4 -> back-5 -> sink-6
                    ring 'filter-4>iterate-1' to 'iterate-1', slots=64, flush=100us, spill=67108864
                guarantees
                  sink-6: NONE (no checkpoints: set ringbus.checkpoint.dir)
                """, pipeline.explain());
        assertTrue(pipeline.explainMermaid().endsWith("""
                  n4 --> n5
                  n5 ==> n1
                """), pipeline.explainMermaid());
    }
}
