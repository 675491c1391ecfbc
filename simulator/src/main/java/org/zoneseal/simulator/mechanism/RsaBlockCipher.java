package org.zoneseal.simulator.mechanism;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricBlockCipher;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.DataLengthException;

/** A working RSA key where Bouncy Castle's paddings look for their engine. */
final class RsaBlockCipher implements AsymmetricBlockCipher {

    private final RsaWorker worker;
    private boolean signing;

    RsaBlockCipher(RsaWorker worker) {
        this.worker = worker;
    }

    @Override
    public void init(boolean forEncryption, CipherParameters parameters) {
        signing = forEncryption;
    }

    @Override
    public int getInputBlockSize() {
        return worker.half().length() - (signing ? 1 : 0);
    }

    @Override
    public int getOutputBlockSize() {
        return worker.half().length() - (signing ? 0 : 1);
    }

    /** Paddings of encryption expect the block without the zero in front, as the engine does it. */
    @Override
    public byte[] processBlock(byte[] in, int offset, int length) {
        byte[] block = worker.block();
        if (length > block.length) {
            throw new DataLengthException("too long for the key");
        }
        Arrays.fill(block, 0, block.length - length, (byte) 0);
        System.arraycopy(in, offset, block, block.length - length, length);
        byte[] out = new byte[block.length];
        try {
            worker.transform(out);
        } catch (GeneralSecurityException e) {
            throw new DataLengthException("not a number below the modulus");
        }
        if (signing || out[0] != 0) {
            return out;
        }
        byte[] shortened = Arrays.copyOfRange(out, 1, out.length);
        Bytes.wipe(out);
        return shortened;
    }
}
