package dev.zdm.driver.forwarding;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delegate that notes each call and answers all of them alike. */
final class Recorder implements InvocationHandler {
  final List<Call> calls = new ArrayList<>();
  private final @Nullable Object answer;
  private final @Nullable Throwable failure;

  private Recorder(@Nullable Object answer, @Nullable Throwable failure) {
    this.answer = answer;
    this.failure = failure;
  }

  static Recorder answering(@Nullable Object answer) {
    return new Recorder(answer, null);
  }

  static Recorder failing(Throwable failure) {
    return new Recorder(null, failure);
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    calls.add(
        new Call(
            ForwardedInterface.signature(method),
            arguments == null ? List.of() : List.of(arguments)));
    if (failure != null) {
      throw failure;
    }
    return answer;
  }

  record Call(String method, List<Object> arguments) {}
}
