package id.segel.core.finding;

import id.segel.core.fact.Fact;

/** Something about help that the army was asked for (bawah kendali operasi, BKO). */
public sealed interface HelpFact extends Fact
    permits HelpAsked, HelpAnswered, HelpEnded, HelpLapsed {}
