package dev.zdm.benchmarks;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Counts round trips, exactly: a trip is a write after which the same thread reads. For pgjdbc's
 * property {@code socketFactory}. Each thread counts its own, so that a background thread's trips
 * are not the application's. Safe for use by many threads.
 */
public final class CountingSocketFactory extends SocketFactory {
  private static final ThreadLocal<long[]> TRIPS = ThreadLocal.withInitial(() -> new long[1]);

  /** How many trips this thread has waited for since it began. */
  public static long trips() {
    return TRIPS.get()[0];
  }

  @Override
  public Socket createSocket() {
    return new CountingSocket();
  }

  @Override
  public Socket createSocket(String host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    throw unconnected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
    throw unconnected();
  }

  private static UnsupportedOperationException unconnected() {
    return new UnsupportedOperationException("pgjdbc asks for a socket that it connects itself");
  }

  private static final class CountingSocket extends Socket {
    private boolean written;

    @Override
    public OutputStream getOutputStream() throws IOException {
      return new FilterOutputStream(super.getOutputStream()) {
        @Override
        public void write(int octet) throws IOException {
          written = true;
          out.write(octet);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
          written = true;
          out.write(octets, offset, length);
        }
      };
    }

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read() throws IOException {
          turn();
          return in.read();
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
          turn();
          return in.read(octets, offset, length);
        }
      };
    }

    private void turn() {
      if (written) {
        written = false;
        TRIPS.get()[0]++;
      }
    }
  }
}
