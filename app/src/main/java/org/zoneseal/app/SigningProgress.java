package org.zoneseal.app;

import org.jspecify.annotations.Nullable;
import org.zoneseal.signer.SigningListener;
import org.zoneseal.zones.PackedPages;
import org.zoneseal.zones.ZoneVersion;

/** Shows how far signing is, and passes all it hears on. */
final class SigningProgress implements SigningListener, AutoCloseable {

    private final Terminal terminal;
    private final SigningListener next;
    private @Nullable ProgressBar bar;

    SigningProgress(Terminal terminal, SigningListener next) {
        this.terminal = terminal;
        this.next = next;
    }

    @Override
    public void started(ZoneVersion prepared, int shares) {
        bar = new ProgressBar(terminal, "signing", prepared.records());
        next.started(prepared, shares);
    }

    @Override
    public void namesSigned(PackedPages pages, int share, int shares) {
        advance(pages);
        next.namesSigned(pages, share, shares);
    }

    @Override
    public void nsec3Signed(PackedPages pages, int share, int shares) {
        if (share == 0) {
            close();
            bar = new ProgressBar(terminal, "NSEC3", 0);
        }
        advance(pages);
        next.nsec3Signed(pages, share, shares);
    }

    private void advance(PackedPages pages) {
        if (bar != null) {
            bar.advance(pages.records());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
