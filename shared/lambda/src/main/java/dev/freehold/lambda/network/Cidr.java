package dev.freehold.lambda.network;

import java.net.InetAddress;

/** A network: an address and how many of its bits name it. */
record Cidr(byte[] address, int bits) {

  /**
   * @param text such as {@code 203.0.113.0/24} or {@code 2001:db8::/32}
   * @throws IllegalArgumentException when it is no network
   */
  static Cidr parse(String text) {
    String[] parts = text.strip().split("/");
    if (parts.length != 2) {
      throw new IllegalArgumentException(text + " is no network in CIDR");
    }
    byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
    int bits = Integer.parseInt(parts[1]);
    if (bits < 0 || bits > address.length * Byte.SIZE) {
      throw new IllegalArgumentException(text + " is no network in CIDR");
    }
    return new Cidr(address, bits);
  }

  boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((bytes[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }
}
