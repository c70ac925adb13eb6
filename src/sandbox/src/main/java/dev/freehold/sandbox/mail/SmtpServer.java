package dev.freehold.sandbox.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Speaks SMTP (RFC 5321) on loopback: no encryption, any login, every recipient. */
final class SmtpServer {

  private static final System.Logger LOG = System.getLogger(SmtpServer.class.getName());

  /** What happens to a message; an empty answer closes the connection without one. */
  interface Receiver {
    String receive(String sender, List<String> recipients, byte[] message);
  }

  private final ServerSocket socket;
  private final Receiver receiver;

  SmtpServer(int port, Receiver receiver) {
    this.receiver = receiver;
    try {
      socket = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("sandbox-smtp").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  void stop() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().name("sandbox-smtp-session").start(() -> serve(connection));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.log(System.Logger.Level.WARNING, "no connection", e);
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(300_000);
      new Session(connection).run();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a session ended early", e);
    }
  }

  /** One connection's talk. */
  private final class Session {

    private final InputStream in;
    private final OutputStream out;
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();

    Session(Socket connection) throws IOException {
      in = new BufferedInputStream(connection.getInputStream());
      out = connection.getOutputStream();
    }

    void run() throws IOException {
      say("220 sandbox ESMTP");
      boolean open = true;
      while (open) {
        String line = readLine();
        String[] words = line.split("[ :]", 2);
        String argument = words.length == 2 ? words[1] : "";
        open =
            switch (words[0].toUpperCase(Locale.ROOT)) {
              case "EHLO" ->
                  say(
                      "250-sandbox",
                      "250-PIPELINING",
                      "250-8BITMIME",
                      "250-SMTPUTF8",
                      "250-AUTH PLAIN LOGIN",
                      "250 SIZE 26214400");
              case "HELO" -> say("250 sandbox");
              case "AUTH" -> login(argument);
              case "MAIL" -> mail(argument);
              case "RCPT" -> recipient(argument);
              case "DATA" -> data();
              case "RSET" -> reset();
              case "NOOP" -> say("250 2.0.0 Ok");
              case "QUIT" -> !say("221 2.0.0 Bye");
              case "" -> false;
              default -> say("502 5.5.2 Command not recognized");
            };
      }
    }

    private boolean login(String argument) throws IOException {
      if (argument.toUpperCase(Locale.ROOT).startsWith("LOGIN")) {
        say("334 VXNlcm5hbWU6");
        readLine();
        say("334 UGFzc3dvcmQ6");
        readLine();
      } else if (!argument.contains(" ")) {
        say("334 ");
        readLine();
      }
      return say("235 2.7.0 Authentication successful");
    }

    private boolean mail(String argument) throws IOException {
      sender = address(argument);
      recipients.clear();
      return say("250 2.1.0 Ok");
    }

    private boolean recipient(String argument) throws IOException {
      String address = address(argument);
      if (!address.contains("@")) {
        return say("501 5.1.3 Bad recipient address syntax");
      }
      recipients.add(address);
      return say("250 2.1.5 Ok");
    }

    private boolean data() throws IOException {
      if (recipients.isEmpty()) {
        return say("503 5.5.1 RCPT first");
      }
      say("354 End data with <CR><LF>.<CR><LF>");
      var message = new ByteArrayOutputStream();
      for (String line = readRaw(); !line.equals("."); line = readRaw()) {
        String unstuffed = line.startsWith(".") ? line.substring(1) : line;
        message.writeBytes(unstuffed.getBytes(StandardCharsets.ISO_8859_1));
        message.write('\r');
        message.write('\n');
      }
      String answer = receiver.receive(sender, List.copyOf(recipients), message.toByteArray());
      recipients.clear();
      return !answer.isEmpty() && say(answer);
    }

    private boolean reset() throws IOException {
      recipients.clear();
      return say("250 2.0.0 Ok");
    }

    private boolean say(String... lines) throws IOException {
      out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return true;
    }

    private String readLine() throws IOException {
      return new String(readRaw().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Up to CR LF, each byte as one character. */
    private String readRaw() throws IOException {
      var line = new ByteArrayOutputStream();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        line.write(next);
        next = in.read();
      }
      if (next < 0 && line.size() == 0) {
        throw new IOException("the other side closed the connection");
      }
      String read = line.toString(StandardCharsets.ISO_8859_1);
      return read.endsWith("\r") ? read.substring(0, read.length() - 1) : read;
    }

    private static String address(String argument) {
      int open = argument.indexOf('<');
      int close = argument.indexOf('>');
      return open >= 0 && close > open ? argument.substring(open + 1, close) : argument.trim();
    }
  }
}
