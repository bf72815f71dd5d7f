package io.fareswarm.load.traffic;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.datafaker.Faker;
import net.datafaker.providers.base.BaseFaker;
import org.jspecify.annotations.Nullable;

import io.fareswarm.message.FailureCause;

/// A compiled Datafaker expression: `Provider.method`, or a method of the faker itself, with `'quoted', 'arguments'` if
/// it takes any. The method is looked up once, at compilation. Case and underscores of names are ignored.
record FakerExpression(MethodHandle call) {
    private static final Pattern FORM = Pattern.compile("\\s*(?:(\\w+)\\.)?(\\w+)\\s*((?:'[^']*'\\s*,?\\s*)*)");
    private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'");
    /// Providers and methods whose values depend on today's date or on earlier values, and not on the seed alone.
    private static final Set<String> UNSTEADY = Set.of("date", "timeanddate", "business", "twitter", "idnumber",
            "unique", "uuidv7", "collection", "stream", "options.nextelement");
    /// Supported parameter types. Of several methods with the same name, the one with the earlier types in this list is
    /// chosen.
    private static final List<Class<?>> TYPES = List.of(int.class, long.class, double.class, float.class, boolean.class,
            String.class, String[].class, Object[].class);

    /// Compiles an expression.
    ///
    /// @param faker supplier of Datafaker's standard providers; called only if the expression needs them
    /// @throws IllegalArgumentException if Datafaker has no such method, or its values do not depend on the seed alone
    static FakerExpression compile(String text, TaxiFaker rides, Supplier<Faker> faker) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw unknown(text, "a form such as Internet.uuid or Number.numberBetween '1','10'");
        }
        String provider = form.group(1) == null ? null : plain(form.group(1));
        String method = plain(form.group(2));
        if (UNSTEADY.contains(method) || (provider != null && UNSTEADY.contains(provider))) {
            throw new IllegalArgumentException("expected an expression whose values depend on the seed alone, found #{"
                    + text + "}, which depends on today's date or on earlier values");
        }
        List<String> arguments = new ArrayList<>();
        ARGUMENT.matcher(form.group(3)).results().forEach(one -> arguments.add(one.group(1)));
        if ("internet".equals(provider) && (method.equals("uuid") || method.equals("uuidv4")) && arguments.isEmpty()) {
            // The most frequent expression. Datafaker's own implementation of it is slow.
            return compile("Ride.id", rides, faker);
        }
        Object target = provider == null
                ? faker.get()
                : provider(provider, "ride".equals(provider) ? rides : faker.get(), text);
        MethodHandle found = Arrays.stream(target.getClass().getMethods())
                .filter(one -> plain(one.getName()).equals(method) && isValue(one))
                .sorted(Comparator.comparingInt(FakerExpression::rank).thenComparing(Method::toGenericString))
                .map(one -> bind(one, target, arguments)).filter(one -> one != null).findFirst()
                .orElseThrow(() -> unknown(text, "a method of Datafaker that takes these arguments"));
        return new FakerExpression(found);
    }

    private static IllegalArgumentException unknown(String text, String expected) {
        return new IllegalArgumentException("expected " + expected + ", found the unknown expression #{" + text + "}");
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Object provider(String name, BaseFaker faker, String text) {
        Method getter = Arrays.stream(faker.getClass().getMethods())
                .filter(one -> plain(one.getName()).equals(name) && one.getParameterCount() == 0
                        && one.getDeclaringClass() != Object.class && !isValue(one))
                .min(Comparator.comparing(Method::isBridge))
                .orElseThrow(() -> unknown(text, "a provider of Datafaker"));
        try {
            return getter.invoke(faker);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "expected a provider, found none in #{" + text + "}: " + FailureCause.of(e), e);
        }
    }

    private static boolean isValue(Method method) {
        Class<?> type = method.getReturnType();
        return !Modifier.isStatic(method.getModifiers()) && !method.isBridge()
                && method.getDeclaringClass() != Object.class
                && ((type.isPrimitive() && type != void.class) || type == String.class || type == Object.class
                        || type.isEnum() || type == java.util.UUID.class || Number.class.isAssignableFrom(type));
    }

    private static int rank(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .mapToInt(type -> TYPES.indexOf(type) < 0 ? TYPES.size() : TYPES.indexOf(type)).max().orElse(0);
    }

    /// Binds a method to its arguments. Null if the method does not take these arguments.
    private static @Nullable MethodHandle bind(Method method, Object target, List<String> arguments) {
        Class<?>[] types = method.getParameterTypes();
        boolean many = types.length > 0 && types[types.length - 1].isArray();
        if (many ? arguments.size() < types.length : arguments.size() != types.length) {
            return null;
        }
        Object[] values = new Object[types.length];
        try {
            for (int i = 0; i < types.length; i++) {
                values[i] = many && i == types.length - 1
                        ? rest(types[i], arguments.subList(i, arguments.size()))
                        : value(types[i], arguments.get(i));
            }
            MethodHandle bound = MethodHandles.publicLookup().unreflect(method).asFixedArity().bindTo(target);
            return MethodHandles.insertArguments(bound, 0, values)
                    .asType(java.lang.invoke.MethodType.methodType(Object.class));
        } catch (IllegalArgumentException | IllegalAccessException e) {
            return null;
        }
    }

    private static Object rest(Class<?> type, List<String> arguments) {
        if (type == String[].class || type == Object[].class) {
            return arguments.toArray(new String[0]);
        }
        throw new IllegalArgumentException();
    }

    private static Object value(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        } else if (type == int.class) {
            return Integer.parseInt(text);
        } else if (type == long.class) {
            return Long.parseLong(text);
        } else if (type == double.class) {
            return Double.parseDouble(text);
        } else if (type == float.class) {
            return Float.parseFloat(text);
        } else if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return Boolean.parseBoolean(text);
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).filter(one -> plain(one.toString()).equals(plain(text)))
                    .findFirst().orElseThrow(IllegalArgumentException::new);
        }
        throw new IllegalArgumentException();
    }

    /// Draws the next value.
    String draw() {
        try {
            return String.valueOf((Object) call.invokeExact());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
