package id.segel.server.http;

import org.jspecify.annotations.Nullable;

/** Which rows of a long list: a page from 0, of at most 500 rows. */
public record Paging(int page, int size) {

  public static final int MAX_SIZE = 500;
  private static final int MAX_PAGE = 1_000_000;

  /** From the request's {@code page} and {@code size}; first page of 50 when they are not given. */
  public static Paging of(@Nullable Integer page, @Nullable Integer size) {
    var paging = new Paging(page == null ? 0 : page, size == null ? 50 : size);
    if (paging.page < 0 || paging.page > MAX_PAGE || paging.size < 1 || paging.size > MAX_SIZE) {
      throw Problem.malformed(
          "page is 0 to " + MAX_PAGE + " and size 1 to " + MAX_SIZE + ", as whole numbers");
    }
    return paging;
  }

  public int offset() {
    return Math.multiplyExact(page, size);
  }
}
