package id.segel.server.http;

import id.segel.core.finding.HelpAsked;
import id.segel.core.personnel.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names who may call an endpoint. Every endpoint carries one, or the server does not start. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Allow {

  /** Any of these is enough. */
  Who[] value();

  /** Kinds of callers. */
  enum Who {
    ANYONE,
    /** Somebody who logged in, whatever the role. */
    USER,
    /** A user who administers this installation. */
    ADMIN,
    /** A user of the commission, province or city. */
    KPU,
    /** A user of the commission of the province. */
    KPU_PROVINSI,
    /** A user of the commission or of a PPK, who hand out cards. */
    CLERK,
    /** A user of the overseer of elections, of whatever level. */
    BAWASLU,
    /** A user of the overseer of elections for the province. */
    BAWASLU_PROVINSI,
    /** A user of a body that watches and holds no boxes. */
    WATCHER,
    /** A user of the police of the province. */
    POLDA,
    /** A user of the police, of the province or of a city. */
    POLICE,
    /** A user of the committee of a TPS. */
    KPPS,
    /** A user of the army. */
    KODAM,
    /** A user in a role that may ask the army for help. */
    ASKER,
    /** A user in a role that holds boxes. */
    HOLDER,
    /** An enrolled device with its day's token. */
    DEVICE,
    /** The simulator: on loopback, with the demo's secret, in a demo only. */
    DEMO;

    /** Whether this caller is of the kind. */
    public boolean includes(Caller caller) {
      return switch (this) {
        case ANYONE -> true;
        case USER -> caller.kind() == Caller.Kind.USER;
        case ADMIN -> caller.isAdmin();
        case KPU -> caller.isKpu();
        case KPU_PROVINSI ->
            caller.kind() == Caller.Kind.USER && caller.role() == Role.KPU_PROVINSI;
        case CLERK -> caller.isHolder() && caller.role() != Role.PPS && caller.role() != Role.KPPS;
        case BAWASLU -> caller.isBawaslu();
        case BAWASLU_PROVINSI ->
            caller.isBawaslu() && caller.territory() != null && caller.territory().length() == 2;
        case WATCHER ->
            caller.kind() == Caller.Kind.USER
                && !caller.isHolder()
                && !caller.isAdmin()
                && caller.role() != Role.SAKSI;
        case POLDA -> caller.kind() == Caller.Kind.USER && caller.role() == Role.POLDA;
        case POLICE ->
            caller.kind() == Caller.Kind.USER
                && (caller.role() == Role.POLDA || caller.role() == Role.POLRES);
        case KPPS -> caller.kind() == Caller.Kind.USER && caller.role() == Role.KPPS;
        case KODAM -> caller.kind() == Caller.Kind.USER && caller.role() == Role.KODAM;
        case ASKER ->
            caller.kind() == Caller.Kind.USER
                && caller.role() != null
                && HelpAsked.ASKERS.contains(caller.role());
        case HOLDER -> caller.isHolder();
        case DEVICE -> caller.kind() == Caller.Kind.DEVICE;
        case DEMO -> caller.kind() == Caller.Kind.DEMO;
      };
    }
  }
}
