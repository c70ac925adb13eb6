package dev.freehold.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.sandbox.Fault;
import dev.freehold.sandbox.MovableClock;
import dev.freehold.sandbox.Sandbox;
import dev.freehold.sandbox.SandboxForTests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailTest {

  private static final String MESSAGE =
      """
      From: Freehold <no-reply@freehold.test>
      To: ada@acme.test
      Subject: =?UTF-8?Q?Dein_Code_f=C3=BCr?= =?UTF-8?B?IEFkYQ==?=
      X-Freehold-Template: sign-up-code
      List-Unsubscribe:
       <https://app.test/unsubscribe?t=123456>
      MIME-Version: 1.0
      Content-Type: multipart/alternative; boundary="b 1"

      preamble
      --b 1
      Content-Type: text/plain; charset=UTF-8
      Content-Transfer-Encoding: quoted-printable

      Sch=C3=B6n, order 1234567: your code is 482913. See https://app.test/c?order=3D=
      000001&x=3D1.
      ..stuffed
      --b 1
      Content-Type: text/html; charset=UTF-8
      Content-Transfer-Encoding: base64

      PGEgaHJlZj0iaHR0cHM6Ly9hcHAudGVzdC9jP29yZGVyPTAwMDAwMSZhbXA7eD0xIj5nbzwvYT4=
      --b 1--
      """;

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Sandbox sandbox;
  private MailSimulator mail;

  @BeforeEach
  void start() {
    sandbox = SandboxForTests.start(clock, folder);
    mail = sandbox.simulator(MailSimulator.class);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void readsAMessageOfSeveralParts() throws Exception {
    assertThat(send("ada@acme.test", MESSAGE)).startsWith("250 2.0.0 Ok: queued as ");
    sandbox.close();
    start();

    var got = mail.list("ADA@acme.test", "sign-up-code", clock.instant()).getFirst();

    assertThat(got.subject()).isEqualTo("Dein Code für Ada");
    assertThat(got.from()).isEqualTo("Freehold <no-reply@freehold.test>");
    assertThat(got.text())
        .isEqualTo(
            "Schön, order 1234567: your code is 482913."
                + " See https://app.test/c?order=000001&x=1.\n.stuffed");
    assertThat(got.html()).startsWith("<a href=");
    assertThat(got.code()).isEqualTo("482913");
    assertThat(got.links()).containsExactly("https://app.test/c?order=000001&x=1");
    assertThat(got.header("list-unsubscribe")).isEqualTo("<https://app.test/unsubscribe?t=123456>");
    assertThat(got.at()).isEqualTo(clock.instant());
  }

  @Test
  void listsNewestFirstByReaderTemplateAndTime() throws Exception {
    send("ada@acme.test", plain("one"));
    clock.advance(Duration.ofMinutes(1));
    send("bob@acme.test", plain("two"));
    send("ada@acme.test", plain("three"));

    assertThat(mail.list(null, null, null))
        .extracting(SandboxMail::subject)
        .containsExactly("three", "two", "one");
    assertThat(mail.list("ada@acme.test", null, clock.instant())).hasSize(1);
    assertThat(mail.list(null, "sign-up-code", null)).isEmpty();
    assertThat(mail.list(null, null, null).getFirst().code()).isNull();
  }

  @Test
  void reportIsTheProvidersNotification() throws Exception {
    var told = new ArrayList<JsonNode>();
    mail.onReport(told::add);
    String id = send("ada@acme.test", plain("one")).replace("250 2.0.0 Ok: queued as ", "");

    assertThat(mail.report(id, MailNews.BOUNCED)).isTrue();
    assertThat(mail.report("unknown", MailNews.DELIVERED)).isFalse();

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().at("/mail/messageId").asText()).isEqualTo(id);
    assertThat(told.getFirst().at("/eventType").asText()).isEqualTo("Bounce");
    assertThat(told.getFirst().at("/bounce/bounceType").asText()).isEqualTo("Permanent");
  }

  @Test
  void faultsOfTheProvider() throws Exception {
    sandbox.faults().add(Fault.of("mail", "status").answering(550));
    assertThat(send("ada@acme.test", plain("refused"))).startsWith("550");
    sandbox.faults().add(Fault.of("mail", "drop_answer").onCall("DATA", "ada@*"));
    assertThat(send("bob@acme.test", plain("answered"))).startsWith("250");
    assertThatThrownBy(() -> send("ada@acme.test", plain("kept"))).isInstanceOf(IOException.class);

    assertThat(mail.list(null, null, null))
        .extracting(SandboxMail::subject)
        .containsExactly("kept", "answered");
  }

  private static String plain(String subject) {
    return "From: a@b.test\nSubject: " + subject + "\n\nHello\n";
  }

  /** The answer to the end of the data. */
  private String send(String to, String message) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), mail.smtpPort())) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      say(socket, in, "", "220");
      say(socket, in, "EHLO test", "250");
      say(socket, in, "MAIL FROM:<no-reply@freehold.test> BODY=8BITMIME", "250");
      say(socket, in, "RCPT TO:<" + to + ">", "250");
      say(socket, in, "DATA", "354");
      socket
          .getOutputStream()
          .write((message.replace("\n", "\r\n") + ".\r\n").getBytes(StandardCharsets.UTF_8));
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException("no answer");
      }
      return answer;
    }
  }

  private static void say(Socket socket, BufferedReader in, String line, String expected)
      throws IOException {
    if (!line.isEmpty()) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
    String answer = in.readLine();
    while (answer.charAt(3) == '-') {
      answer = in.readLine();
    }
    assertThat(answer).startsWith(expected);
  }
}
