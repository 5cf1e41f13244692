package campus.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import campus.broker.limits.LimitsFile;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.Test;

class GuardTest {

    @Test
    void aConnectionThatItCannotStandBeforeIsClosed() {
        EmbeddedChannel channel = new EmbeddedChannel();
        NettyConnection transport = new NettyConnection(Map.of(), channel, null, false, false);
        RemotingConnection connection = (RemotingConnection) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {RemotingConnection.class}, (proxy, method, arguments) -> transport);

        new Guard(null, null, LimitsFile.limits(), null).afterCreateConnection(connection);

        assertThat(channel.isOpen()).isFalse();
    }
}
