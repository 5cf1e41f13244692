package campus.testkit.peer;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

/** A client that sends and reads bytes, in hexadecimal digits, without the codec of the peer, which ends it. */
final class RawClient {

    private static final HexFormat HEX = HexFormat.of();
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final DataInputStream input;

    RawClient(ScriptedPeer peer) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), peer.port());
        socket.setSoTimeout(PATIENCE_MS);
        input = new DataInputStream(socket.getInputStream());
    }

    /** CONNECT as client a, with a session that expires after a day, and a Receive Maximum of 2. */
    static RawClient connect(ScriptedPeer peer) throws IOException {
        return new RawClient(peer).send("10 16 0004 4d515454 05 00 0000 08 1100015180 210002 0001 61");
    }

    RawClient send(String packets) throws IOException {
        socket.getOutputStream().write(HEX.parseHex(packets.replace(" ", "")));
        return this;
    }

    /** The next packet, of less than 128 bytes; empty if the peer has sent FIN. */
    String next() throws IOException {
        int type = input.read();
        if (type < 0) {
            return "";
        }
        int length = input.readUnsignedByte();
        return HEX.toHexDigits((byte) type) + " " + HEX.formatHex(input.readNBytes(length));
    }

    /** Reads all that has come before the answer to a PINGREQ; empty if nothing has. */
    String beforePingResp() throws IOException {
        send("c0 00");
        StringBuilder packets = new StringBuilder();
        for (String packet = next(); !packet.equals("d0 "); packet = next()) {
            packets.append(packet).append('\n');
        }
        return packets.toString();
    }
}
