package dev.zdm.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands in front of a server on this machine and holds back what a client sends to it, as a
 * network would: each packet for some time, and none for the one before it. Answers come at once,
 * so a round trip takes longer by the delay.
 */
final class DelayingProxy implements AutoCloseable {
  private static final int PACKET = 65_536;

  private final ServerSocket listening;
  private final int target;
  private final long delayNanos;

  /** What came at once. */
  private static final class Packet {
    final long due;
    final byte[] octets;

    /**
     * @param octets none, where no more will come
     */
    Packet(long due, byte[] octets) {
      this.due = due;
      this.octets = octets;
    }
  }

  DelayingProxy(int target, long delayNanos) throws IOException {
    this.listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    this.target = target;
    this.delayNanos = delayNanos;
    start("accepts", this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  @FunctionalInterface
  private interface Carrying {
    void run() throws IOException, InterruptedException;
  }

  /** A connection that ends, on whichever side, ends its carriers; any other failure is one. */
  private static void start(String does, Carrying carrying) {
    Runnable run =
        () -> {
          try {
            carrying.run();
          } catch (SocketException e) {
            System.Logger log = System.getLogger(DelayingProxy.class.getName());
            log.log(System.Logger.Level.DEBUG, "closed", e);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread thread = new Thread(run, "delaying proxy " + does);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      BlockingQueue<Packet> held = new LinkedBlockingQueue<>();
      start("holds", () -> hold(client.getInputStream(), held));
      start("sends", () -> send(held, server));
      start("answers", () -> answer(server.getInputStream(), client));
    }
  }

  private void hold(InputStream in, BlockingQueue<Packet> held) throws IOException {
    byte[] buffer = new byte[PACKET];
    int length;
    do {
      length = in.read(buffer);
      long due = System.nanoTime() + delayNanos;
      held.add(new Packet(due, Arrays.copyOf(buffer, Math.max(0, length))));
    } while (length >= 0);
  }

  private static void send(BlockingQueue<Packet> held, Socket server)
      throws IOException, InterruptedException {
    try (server;
        OutputStream out = server.getOutputStream()) {
      for (Packet packet = held.take(); packet.octets.length > 0; packet = held.take()) {
        for (long left = packet.due - System.nanoTime();
            left > 0;
            left = packet.due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        out.write(packet.octets);
      }
    }
  }

  private static void answer(InputStream in, Socket client) throws IOException {
    try (client;
        OutputStream out = client.getOutputStream()) {
      in.transferTo(out);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
