package id.segel.server.http;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.io.ClassPathResource;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.PathResourceResolver;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Wires what every request passes: headers, bounds, pages, and the check of the caller. */
@Configuration(proxyBeanMethods = false)
class HttpConfig implements WebMvcConfigurer {

  private static final String FILES = "classpath:/static/";

  @Bean
  FilterRegistrationBean<SecurityHeaders> securityHeaders(@Value("${segel.demo}") boolean isDemo)
      throws IOException {
    // The page of evidence stands alone on other people's servers, and is one more page on ours.
    var html = new StringBuilder();
    for (String name : List.of(Pages.PAGE, "/checker.html")) {
      var page = new ClassPathResource("static" + name);
      if (page.exists()) {
        try (InputStream in = page.getInputStream()) {
          html.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
    }
    return ordered(new SecurityHeaders(html.toString(), isDemo), Ordered.HIGHEST_PRECEDENCE);
  }

  @Bean
  FilterRegistrationBean<Bounds> bounds() {
    return ordered(new Bounds(), Ordered.HIGHEST_PRECEDENCE + 10);
  }

  /**
   * A null where a value belongs is refused, in lists too, and so is what no database keeps: the
   * character NUL, and moments of other centuries.
   */
  @Bean
  JsonMapperBuilderCustomizer whatCannotBeKeptIsRefused() {
    return mapper ->
        mapper
            .addModule(
                new SimpleModule()
                    .addDeserializer(String.class, new Kept<>(String.class, HttpConfig::text))
                    .addDeserializer(Instant.class, new Kept<>(Instant.class, Moments::parse))
                    .addKeyDeserializer(String.class, new KeptKey()))
            .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
            .enable(
                DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
  }

  /** There is no such door in production. */
  @Bean
  @ConditionalOnBooleanProperty(name = "segel.demo")
  FilterRegistrationBean<DemoDoor> demoDoor(@Value("${segel.data}") Path data) throws IOException {
    return ordered(DemoDoor.open(data.resolve("demo-secret")), Ordered.HIGHEST_PRECEDENCE + 20);
  }

  @Bean
  FilterRegistrationBean<Operations> operations() {
    return ordered(new Operations(), -40); // After access has found out who is calling.
  }

  @Bean
  FilterRegistrationBean<Pages> pages() {
    return ordered(new Pages(), Ordered.LOWEST_PRECEDENCE - 10);
  }

  /** The server does not start with an endpoint that does not say who may call it. */
  @Bean
  SmartInitializingSingleton endpointsSayWhoMayCallThem(
      ObjectProvider<RequestMappingHandlerMapping> mappings) {
    return () ->
        mappings.stream()
            .forEach(mapping -> AllowInterceptor.check(mapping.getHandlerMethods().values()));
  }

  /** Plain HTTP stays on this machine, unless a proxy is named that speaks HTTPS for us. */
  @Bean
  SmartInitializingSingleton plainHttpStaysOnThisMachine(
      @Value("${server.address}") InetAddress address,
      @Value("${server.ssl.bundle:}") String certificate,
      @Value("${segel.proxy:}") String proxy) {
    return () -> {
      if (!address.isLoopbackAddress() && certificate.isBlank() && proxy.isBlank()) {
        throw new IllegalStateException(
            "Plain HTTP is served on this machine only, not on "
                + address.getHostAddress()
                + ": give a certificate and key, or name the proxy that speaks HTTPS for Segel.");
      }
    };
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new AllowInterceptor());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerArgument());
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    // Names under immutable/ carry the hash of what they hold.
    files(
        registry,
        "/_app/immutable/**",
        FILES + "_app/immutable/",
        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    files(registry, "/**", FILES, CacheControl.noCache());
  }

  private static void files(
      ResourceHandlerRegistry registry, String pattern, String location, CacheControl caching) {
    registry
        .addResourceHandler(pattern)
        .addResourceLocations(location)
        .setCacheControl(caching)
        .resourceChain(true)
        .addResolver(new EncodedResourceResolver())
        .addResolver(new PathResourceResolver());
  }

  private static String text(String text) {
    if (text.indexOf('\0') >= 0) {
      throw Problem.malformed("A text holds the character NUL.");
    }
    return text;
  }

  /** Moments in addresses, as in bodies. */
  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, Instant.class, Moments::parse);
  }

  private static <T extends jakarta.servlet.Filter> FilterRegistrationBean<T> ordered(
      T filter, int order) {
    var registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  /** Reads a string of JSON and makes a value of it, or refuses it. */
  private static final class Kept<T> extends StdScalarDeserializer<T> {

    private final Function<String, T> made;

    Kept(Class<T> type, Function<String, T> made) {
      super(type);
      this.made = made;
    }

    @Override
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
      String text = StringDeserializer.instance.deserialize(parser, context);
      return text == null ? null : made.apply(text);
    }
  }

  /** The same of a key of a map. */
  private static final class KeptKey extends KeyDeserializer {

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return text(key);
    }
  }

  private static final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      var servlet = request.getNativeRequest(jakarta.servlet.http.HttpServletRequest.class);
      return servlet == null ? Caller.ANONYMOUS : Caller.of(servlet);
    }
  }
}
