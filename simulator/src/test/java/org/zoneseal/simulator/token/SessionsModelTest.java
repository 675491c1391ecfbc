package org.zoneseal.simulator.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.cryptoki.Attribute;
import org.zoneseal.cryptoki.Cka;
import org.zoneseal.cryptoki.Ckf;
import org.zoneseal.cryptoki.Cko;
import org.zoneseal.cryptoki.Ckr;
import org.zoneseal.cryptoki.Cks;
import org.zoneseal.cryptoki.Cku;
import org.zoneseal.simulator.device.CryptokiException;

/**
 * Sessions, logins and objects of two applications in random order, beside a model that says what
 * PKCS#11 answers; the model is as plain as the standard's tables.
 */
final class SessionsModelTest {

    private static final int STEPS = 400;

    /** What the model knows of a session. */
    private record Open(int application, int slot, boolean writable) {}

    /** What the model knows of a data object. */
    private record Made(int application, int slot, long session, boolean token, boolean secret) {}

    private final Map<Long, Open>[] open = twoMaps();
    private final Map<String, Long> logins = new HashMap<>();
    private final Map<String, Made> objects = new HashMap<>();
    private int names;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void calls_inAnyOrder_answerAsTheModelDoes(long seed) {
        Random random = new Random(seed);
        try (Bench bench = Bench.strict()) {
            bench.cryptoki.closeAllSessions(0);
            List<Cryptoki> applications =
                    List.of(bench.service.begin(Bench.PEER), bench.service.begin(Bench.PEER));
            for (int step = 0; step < STEPS; step++) {
                int which = random.nextInt(2);
                step(random, which, applications.get(which));
                compare(which, applications.get(which));
            }
            applications.forEach(Cryptoki::end);
        }
    }

    private void step(Random random, int which, Cryptoki application) {
        int slot = random.nextInt(2);
        long session = any(random, which);
        switch (random.nextInt(9)) {
            case 0, 1 -> open(which, application, slot, random.nextBoolean());
            case 2 -> close(which, application, session);
            case 3 -> {
                if (random.nextInt(8) == 0) {
                    application.closeAllSessions(slot);
                    List.copyOf(open[which].keySet()).stream()
                            .filter(each -> slotOf(which, each) == slot)
                            .forEach(each -> closed(which, each));
                }
            }
            case 4 -> login(which, application, session, Cku.USER);
            case 5 -> login(which, application, session, Cku.SO);
            case 6 -> logout(which, application, session);
            default ->
                    create(which, application, session, random.nextBoolean(), random.nextBoolean());
        }
    }

    private void open(int which, Cryptoki application, int slot, boolean writable) {
        long expected =
                !writable && login(which, slot) == Cku.SO
                        ? Ckr.SESSION_READ_WRITE_SO_EXISTS
                        : Ckr.OK;
        long flags = Ckf.SERIAL_SESSION | (writable ? Ckf.RW_SESSION : 0);
        long[] handle = new long[1];
        assertThat(answer(() -> handle[0] = application.openSession(slot, flags)))
                .isEqualTo(expected);
        if (expected == Ckr.OK) {
            open[which].put(handle[0], new Open(which, slot, writable));
        }
    }

    private void close(int which, Cryptoki application, long session) {
        boolean known = open[which].containsKey(session);
        assertThat(answer(() -> application.closeSession(session)))
                .isEqualTo(known ? Ckr.OK : Ckr.SESSION_HANDLE_INVALID);
        if (known) {
            closed(which, session);
        }
    }

    private void closed(int which, long session) {
        int slot = slotOf(which, session);
        open[which].remove(session);
        objects.values()
                .removeIf(made ->
                        !made.token() && made.application() == which && made.session() == session);
        if (open[which].values().stream().noneMatch(each -> each.slot() == slot)) {
            logins.remove(which + "/" + slot);
        }
    }

    private void login(int which, Cryptoki application, long session, long user) {
        Open known = open[which].get(session);
        long expected = Ckr.OK;
        if (known == null) {
            expected = Ckr.SESSION_HANDLE_INVALID;
        } else if (login(which, known.slot()) == user) {
            expected = Ckr.USER_ALREADY_LOGGED_IN;
        } else if (login(which, known.slot()) != -1) {
            expected = Ckr.USER_ANOTHER_ALREADY_LOGGED_IN;
        } else if (user == Cku.SO
                && open[which].values().stream()
                        .anyMatch(each -> each.slot() == known.slot() && !each.writable())) {
            expected = Ckr.SESSION_READ_ONLY_EXISTS;
        }
        byte[] pin = user == Cku.SO ? Bench.SO_PIN.clone() : Bench.PIN.clone();
        assertThat(answer(() -> application.login(session, user, pin))).isEqualTo(expected);
        if (expected == Ckr.OK && known != null) {
            logins.put(which + "/" + known.slot(), user);
        }
    }

    private void logout(int which, Cryptoki application, long session) {
        Open known = open[which].get(session);
        long expected = Ckr.OK;
        if (known == null) {
            expected = Ckr.SESSION_HANDLE_INVALID;
        } else if (login(which, known.slot()) == -1) {
            expected = Ckr.USER_NOT_LOGGED_IN;
        }
        assertThat(answer(() -> application.logout(session))).isEqualTo(expected);
        if (expected == Ckr.OK && known != null) {
            logins.remove(which + "/" + known.slot());
            objects.values()
                    .removeIf(made ->
                            made.application() == which
                                    && made.slot() == known.slot()
                                    && !made.token()
                                    && made.secret());
        }
    }

    private void create(
            int which, Cryptoki application, long session, boolean token, boolean secret) {
        Open known = open[which].get(session);
        long expected = Ckr.OK;
        if (known == null) {
            expected = Ckr.SESSION_HANDLE_INVALID;
        } else if (secret && login(which, known.slot()) != Cku.USER) {
            expected = Ckr.USER_NOT_LOGGED_IN;
        } else if (token && !known.writable()) {
            expected = Ckr.SESSION_READ_ONLY;
        }
        String name = "object " + names++;
        List<Attribute> template =
                List.of(
                        Attribute.number(Cka.CLASS, Cko.DATA),
                        Attribute.flag(Cka.TOKEN, token),
                        Attribute.flag(Cka.PRIVATE, secret),
                        Attribute.bytes(Cka.LABEL, Bench.utf8(name)));
        assertThat(answer(() -> application.createObject(session, template, Bench.NO_REQUEST)))
                .isEqualTo(expected);
        if (expected == Ckr.OK && known != null) {
            objects.put(name, new Made(which, known.slot(), session, token, secret));
        }
    }

    /** What every session of an application sees. */
    private void compare(int which, Cryptoki application) {
        open[which].forEach((session, known) -> {
            Cryptoki.SessionInfo info = application.sessionInfo(session);
            assertThat(info.state()).isEqualTo(state(which, known));
            List<String> seen = new ArrayList<>();
            application.findInit(session, List.of());
            for (long handle : application.find(session, 10_000)) {
                seen.add(label(application, session, handle));
            }
            application.findFinal(session);
            List<String> expected = new ArrayList<>();
            objects.forEach((name, made) -> {
                boolean isTheirs = made.token() || made.application() == which;
                boolean isShown = !made.secret() || login(which, known.slot()) == Cku.USER;
                if (isTheirs && isShown && made.slot() == known.slot()) {
                    expected.add(name);
                }
            });
            assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    private static String label(Cryptoki application, long session, long handle) {
        return application.attributes(session, handle, List.of(Cka.LABEL)).attributes().stream()
                .map(Attribute::value)
                .map(value -> (org.zoneseal.cryptoki.AttributeValue.Bytes) value)
                .map(bytes -> new String(bytes.value(), java.nio.charset.StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private long state(int which, Open known) {
        long login = login(which, known.slot());
        if (login == Cku.SO) {
            return Cks.RW_SO_FUNCTIONS;
        }
        if (login == Cku.USER) {
            return known.writable() ? Cks.RW_USER_FUNCTIONS : Cks.RO_USER_FUNCTIONS;
        }
        return known.writable() ? Cks.RW_PUBLIC_SESSION : Cks.RO_PUBLIC_SESSION;
    }

    private long login(int which, int slot) {
        return logins.getOrDefault(which + "/" + slot, -1L);
    }

    private int slotOf(int which, long session) {
        Open known = open[which].get(session);
        return known == null ? -1 : known.slot();
    }

    private long any(Random random, int which) {
        List<Long> handles = new ArrayList<>(open[which].keySet());
        return handles.isEmpty() || random.nextInt(20) == 0
                ? random.nextInt(1000) - 10
                : handles.get(random.nextInt(handles.size()));
    }

    private static long answer(Runnable call) {
        try {
            call.run();
            return Ckr.OK;
        } catch (CryptokiException e) {
            return e.returnValue();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Map<Long, Open>[] twoMaps() {
        return new Map[] {new HashMap<Long, Open>(), new HashMap<Long, Open>()};
    }
}
