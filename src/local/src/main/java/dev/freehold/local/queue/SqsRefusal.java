package dev.freehold.local.queue;

/** An error answer of SQS: its code and what was wrong. */
final class SqsRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  SqsRefusal(String code, String message) {
    super(message);
    this.code = code;
  }

  static SqsRefusal noQueue(String name) {
    return new SqsRefusal("QueueDoesNotExist", "The specified queue does not exist: " + name);
  }

  String code() {
    return code;
  }

  /** The code of the older protocol, which clients still show. */
  String queryCode() {
    return code.equals("QueueDoesNotExist") ? "AWS.SimpleQueueService.NonExistentQueue" : code;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? code : message;
  }
}
