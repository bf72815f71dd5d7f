package io.fareswarm.model.serve;

import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/// Makes Helidon pass on each request body as it was sent, whatever its `Content-Encoding` is. FastAPI ignores this header;
/// [ContentCoding] decodes the bodies of the Open Inference Protocol. Responses are not encoded.
record AnyContentCoding(ContentEncodingContextConfig prototype) implements ContentEncodingContext {

    static AnyContentCoding create() {
        return new AnyContentCoding(
                ContentEncodingContextConfig.builder().contentEncodingsDiscoverServices(false).buildPrototype());
    }

    @Override
    public boolean contentEncodingEnabled() {
        return false;
    }

    @Override
    public boolean contentDecodingEnabled() {
        return true;
    }

    @Override
    public boolean contentEncodingSupported(String encoding) {
        return false;
    }

    @Override
    public boolean contentDecodingSupported(String encoding) {
        return true;
    }

    @Override
    public ContentEncoder encoder(String encoding) {
        return ContentEncoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
        return ContentEncoder.NO_OP;
    }

    @Override
    public ContentDecoder decoder(String encoding) {
        return ContentDecoder.NO_OP;
    }
}
