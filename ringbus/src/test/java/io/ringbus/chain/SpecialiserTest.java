// SPDX-License-Identifier: Apache-2.0
package io.ringbus.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbus.chain.Template.Named;
import org.junit.jupiter.api.Test;

class SpecialiserTest {
    private final Specialiser on = new Specialiser(true);
    private final Specialiser off = new Specialiser(false);

    @Test
    void eachUseIsAClassOfItsOwn() {
        final Named first = on.create(Named.class, Template.Plain.class, "a");
        final Named second = on.create(Named.class, Template.Plain.class, "b");
        assertTrue(first.getClass().isHidden());
        assertNotSame(first.getClass(), second.getClass());
        assertEquals("a", first.name());
        assertEquals("b", second.name());
    }

    @Test
    void switchedOffItUsesTheTemplate() {
        assertSame(
                Template.Plain.class,
                off.create(Named.class, Template.Plain.class, "a").getClass());
        assertEquals(
                "fallback",
                off.createAround(Named.class, Template.Rooted.class, "root", "fallback")
                        .name());
    }

    @Test
    void theRootIsTheClonesClassData() {
        assertEquals(
                "root",
                on.createAround(Named.class, Template.Rooted.class, "root", "fallback")
                        .name());
        assertEquals(
                "other",
                on.createAround(Named.class, Template.Rooted.class, "other", "fallback")
                        .name());
        assertEquals(
                "fallback",
                on.create(Named.class, Template.Rooted.class, "fallback").name());
    }

    @Test
    void aClassThatCannotBeClonedIsUsedAsItIs() {
        final Named named = on.create(Named.class, Template.SelfNaming.class);
        assertFalse(named.getClass().isHidden());
        assertEquals("plain", named.name());
        assertEquals(new Template.Recorded("a"), on.create(Named.class, Template.Recorded.class, "a"));
    }

    @Test
    void lambdasAndPrivateNestedClassesWorkAsBefore() {
        assertEquals("nested", on.create(Named.class, Template.Nesting.class).name());
        assertEquals("captured", on.create(Named.class, Template.Captured.class).name());
    }

    @Test
    void aHiddenTemplateHasNoClassFileAndIsUsedAsItIs() {
        final Class<?> hidden =
                on.create(Named.class, Template.Plain.class, "a").getClass();
        final Named again = on.create(Named.class, hidden, "b");
        assertSame(hidden, again.getClass());
        assertEquals("b", again.name());
    }

    @Test
    void twoConstructorsAreRefused() {
        final String name = Template.TwoConstructors.class.getName();
        final String expected = "template " + name + ": constructors=2, but a template has exactly 1: give it one that"
                + " takes all its collaborators";
        for (final Specialiser specialiser : new Specialiser[] {on, off}) {
            assertEquals(
                    expected,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> specialiser.create(Named.class, Template.TwoConstructors.class))
                            .getMessage());
        }
    }

    @Test
    void anExceptionOfTheConstructorComesThrough() {
        assertEquals(
                "unchecked",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> on.create(Named.class, Template.Failing.class, false))
                        .getMessage());
        assertEquals(
                "checked",
                assertThrows(IllegalStateException.class, () -> on.create(Named.class, Template.Failing.class, true))
                        .getCause()
                        .getMessage());
    }
}
