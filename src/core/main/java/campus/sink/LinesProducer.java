package campus.sink;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Gives the body to the writer; the exchange continues on the writer's thread when its line is in the file. */
final class LinesProducer extends DefaultAsyncProducer {

    private LineQueue queue;
    private boolean opened;

    LinesProducer(LinesEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        queue = ((LinesEndpoint) getEndpoint()).open();
        opened = true;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            byte[] line = exchange.getMessage().getMandatoryBody(byte[].class);
            if (!queue.isWriter()) {
                queue.add(line, failure -> {
                    if (failure != null) {
                        exchange.setException(failure);
                    }
                    callback.done(false);
                });
                return false;
            }
            queue.writeNow(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        } catch (Exception e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    @Override
    protected void doStop() throws Exception {
        if (opened) {
            opened = false;
            ((LinesEndpoint) getEndpoint()).release();
        }
        super.doStop();
    }
}
