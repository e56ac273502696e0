// SPDX-License-Identifier: Apache-2.0
package io.ringbus.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbus.chain.Operator;
import io.ringbus.codec.AddressCodec;
import io.ringbus.codec.Codecs;
import io.ringbus.testing.Emitted;
import io.ringbus.testing.HeapKeyedState;
import io.ringbus.testing.RecordingOutput;
import io.ringbus.testing.SimulatedClock;
import io.ringbus.windows.PolicyWindow;
import io.ringbus.windows.PolicyWindowOperator;
import io.ringbus.windows.WindowShape;
import io.ringbus.windows.WindowStep;
import io.ringbus.windows.aggregate.Aggregates;
import io.ringbus.windows.policy.Delta;
import io.ringbus.windows.policy.Time;
import io.ringbus.windows.policy.WindowRule;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Flink's example TopSpeedWindowing: the highest speed of each car in its last 10 s, told whenever it has driven 50 m more.
 * Input and today's answers stand in the published jar of the examples; the answers of 0.9 are what its classes say.
 */
class TopSpeedWindowingTest {
    record Car(int id, int speed, double metres, long timeMs) {
        static Car parse(final String line) {
            final String[] fields = line.substring(1, line.length() - 1).split(",");
            return new Car(
                    Integer.parseInt(fields[0]),
                    Integer.parseInt(fields[1]),
                    Double.parseDouble(fields[2]),
                    Long.parseLong(fields[3]));
        }

        static double driven(final Car from, final Car to) {
            return to.metres - from.metres;
        }
    }

    private static final int INPUT_ROWS = 200;
    private static final int ROWS_OF_09 = 73;
    private static final int ROWS_OF_TODAY = 71;
    private static final long SPAN_MS = 10_000;
    private static final double METRES = 50;
    private static final Car START = new Car(0, 0, 0, 0);
    private static final AddressCodec<Car> CODEC = Codecs.of(Car.class);
    private static final Delta<Car> DRIVEN = Delta.of(METRES, Car::driven, START);

    @Test
    void tellsTheRowsOf09() throws Exception {
        final List<Car> cars = rows("CAR_DATA");
        assertEquals(INPUT_ROWS, cars.size());
        final List<Car> expected = rowsOf09(cars);
        assertEquals(ROWS_OF_09, expected.size());
        final RecordingOutput<Car> output = new RecordingOutput<>();
        final Operator<Car, Car> operator = operator(DRIVEN, cars, output);
        assertEquals(byCar(expected.subList(0, output.emitted().size())), byCar(told(output)), "before the end");
        operator.onWatermark(Long.MAX_VALUE, output);
        operator.close();
        assertEquals(byCar(expected), byCar(told(output)));
    }

    /** Today's Flink tells nothing at the end of input; what has not been told by then is told here. */
    @Test
    void tellsTheRowsOfTodayWithIncludeTrigger() throws Exception {
        final List<Car> expected = rows("TOP_SPEEDS");
        assertEquals(ROWS_OF_TODAY, expected.size());
        final RecordingOutput<Car> output = new RecordingOutput<>();
        final Operator<Car, Car> operator = operator(DRIVEN.includeTrigger(), rows("CAR_DATA"), output);
        assertEquals(byCar(expected), byCar(told(output)));
        operator.close();
    }

    private static List<Car> told(final RecordingOutput<Car> output) {
        return output.emitted().stream().map(Emitted::record).toList();
    }

    /** Cars one by one, for the order between keys is nobody's; each in its own order. */
    private static List<Car> byCar(final List<Car> cars) {
        return cars.stream().sorted(Comparator.comparingInt(Car::id)).toList();
    }

    /** An operator that has seen all cars, but not the end. */
    private static Operator<Car, Car> operator(
            final Delta<Car> delta, final List<Car> cars, final RecordingOutput<Car> output) throws Exception {
        final WindowRule<Car> rule = WindowRule.sliding(
                List.of(new Time(TimeUnit.MILLISECONDS.toNanos(SPAN_MS))), List.of(delta), () -> CODEC);
        final PolicyWindow<Integer, Car> window =
                new PolicyWindow<>("top speed", Car::id, rule, cars.size(), INPUT_ROWS, false);
        final WindowStep<Integer, Car, Car> fastest =
                new WindowStep.Total<>(Aggregates.maxBy(CODEC, Car::speed), WindowShape.value());
        final Operator<Car, Car> operator = new PolicyWindowOperator<>(
                window, window.contents(fastest, () -> CODEC), HeapKeyedState::new, new SimulatedClock(0));
        for (final Car car : cars) {
            operator.process(car, TimeUnit.MILLISECONDS.toNanos(car.timeMs()), output);
        }
        return operator;
    }

    private static List<Car> rowsOf09(final List<Car> cars) {
        final Script script = new Script();
        cars.forEach(car -> script.event(String.valueOf(car.id()), car.timeMs()));
        final List<Script.Event> events = script.eventsInOrder();
        final Flink09Policies policies =
                new Flink09Policies(Flink09Policies.Asked.FOR_EACH_SPAN, 0, DrawnPolicy.point(0));
        final Object driven = Flink09.implementing(
                "windowing.deltafunction.DeltaFunction",
                (self, method, pair) -> Car.driven(carOf(cars, pair[0]), carOf(cars, pair[1])));
        final Object delta = Flink09Policies.delta(driven, DrawnPolicy.point(0), METRES);
        final List<Car> fastest = new ArrayList<>();
        for (final List<Flink09Windows.Told> told : new Flink09Windows(
                        policies, delta, policies.timeEviction(SPAN_MS), true)
                .run(events)
                .toldPerStep()) {
            for (final Flink09Windows.Told window : told) {
                fastest.add(window.ids().stream()
                        .map(cars::get)
                        .reduce((one, other) -> other.speed() > one.speed() ? other : one)
                        .orElseThrow());
            }
        }
        return fastest;
    }

    private static Car carOf(final List<Car> cars, final Object event) {
        final int id = ((Script.Event) event).id();
        return id < 0 ? START : cars.get(id);
    }

    private static List<Car> rows(final String constant) throws Exception {
        final Path classes = Path.of(TopSpeedWindowingTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        final Path jar = classes.resolveSibling("flink-example").resolve("flink-examples-streaming.jar");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            final Object lines = loader.loadClass(
                            "org.apache.flink.streaming.examples.windowing.util.TopSpeedWindowingExampleData")
                    .getField(constant)
                    .get(null);
            return Arrays.stream(((String) lines).split("\n")).map(Car::parse).toList();
        }
    }
}
