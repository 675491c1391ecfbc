package org.zoneseal.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zoneseal.dns.Name;
import org.zoneseal.hsm.HsmException;
import org.zoneseal.hsm.KeyHandle;
import org.zoneseal.hsm.KeyId;
import org.zoneseal.hsm.KeyRequest;
import org.zoneseal.hsm.Lane;
import org.zoneseal.hsm.PrivateMaterial;
import org.zoneseal.hsm.SignatureScheme;
import org.zoneseal.hsm.Token;
import org.zoneseal.hsm.TokenInfo;
import org.zoneseal.zones.ZoneVersion;

/** Signing goes on with the sessions that there are. */
class SessionLimitTest {

    private static final Name APEX = Name.parse("limit.test.");

    @TempDir static Path folder;
    private static TestKeys keys;
    private static ZoneKey.Held ksk;
    private static ZoneKey.Held zsk;

    @BeforeAll
    static void makeKeys() {
        keys = new TestKeys(folder, APEX);
        ksk = keys.make(ZoneKey.Role.KSK);
        zsk = keys.make(ZoneKey.Role.ZSK);
    }

    @AfterAll
    static void close() {
        keys.close();
    }

    /** The real token, with so many sessions. */
    private record Limited(Token token, int limit, AtomicInteger open, AtomicInteger opened)
            implements Token {

        static Limited to(int limit) {
            return new Limited(keys.token(), limit, new AtomicInteger(), new AtomicInteger());
        }

        @Override
        public Lane openLane() {
            if (open.incrementAndGet() > limit) {
                open.decrementAndGet();
                throw new HsmException(HsmException.Kind.SESSION_LIMIT, "no more sessions");
            }
            opened.incrementAndGet();
            Lane lane = token.openLane();
            return new Lane() {
                @Override
                public int sign(
                        KeyHandle key,
                        byte[] data,
                        int offset,
                        int length,
                        byte[] signature,
                        int signatureOffset) {
                    return lane.sign(key, data, offset, length, signature, signatureOffset);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                    lane.close();
                }
            };
        }

        @Override
        public TokenInfo info() {
            return token.info();
        }

        @Override
        public Set<SignatureScheme> schemes() {
            return token.schemes();
        }

        @Override
        public KeyHandle generate(KeyRequest request) {
            return token.generate(request);
        }

        @Override
        public KeyHandle importKey(KeyRequest request, PrivateMaterial material) {
            return token.importKey(request, material);
        }

        @Override
        public KeyHandle relabel(KeyHandle key, String label) {
            return token.relabel(key, label);
        }

        @Override
        public List<KeyHandle> keys() {
            return token.keys();
        }

        @Override
        public List<KeyHandle> find(KeyId id) {
            return token.find(id);
        }

        @Override
        public void destroy(KeyHandle key) {
            token.destroy(key);
        }

        @Override
        public void close() {}
    }

    private static ZoneKey.Held in(Token token, ZoneKey.Held key) {
        return new ZoneKey.Held(key.role(), key.dnskey(), token, key.handle());
    }

    private static SignedZone sign(Token kskToken, Token zskToken, int threads) {
        ZoneVersion source = GeneratedZone.of(4, APEX, 60, GeneratedZone.Loads.HERE).version();
        ZoneKeys zoneKeys = new ZoneKeys(List.of(in(kskToken, ksk), in(zskToken, zsk)));
        return new ZoneSigner(
                        TestKeys.policy(Denial.Nsec3.plain(false)),
                        zoneKeys,
                        threads,
                        TestKeys.DEADLINE,
                        SigningListener.NONE,
                        new ZoneSigner.Grain(1, 5))
                .sign(source);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void sign_fewerSessionsThanThreads_usesAllThereAre(int limit) {
        Limited token = Limited.to(limit);
        SignedZone signed = sign(token, token, 4);
        assertThat(token.opened()).hasValue(limit);
        assertThat(token.open()).hasValue(0);
        Limited plenty = Limited.to(100);
        assertThat(Lines.of(signed.version()))
                .isEqualTo(Lines.of(sign(plenty, plenty, 1).version()));
    }

    /** Whichever worker comes to the apex must be able to reach the other token. */
    @Test
    void sign_kskInATokenWithOneSession_neverNeedsASecond() {
        for (int i = 0; i < 20; i++) {
            Limited one = Limited.to(1);
            sign(one, Limited.to(100), 4);
            assertThat(one.opened()).hasValue(1);
            assertThat(one.open()).hasValue(0);
        }
    }

    @Test
    void sign_noSessionAtAll_saysSo() {
        Limited none = Limited.to(0);
        assertThatThrownBy(() -> sign(none, none, 2))
                .isInstanceOfSatisfying(
                        HsmException.class,
                        e -> assertThat(e.kind()).isEqualTo(HsmException.Kind.SESSION_LIMIT));
        assertThat(none.open()).hasValue(0);
    }
}
