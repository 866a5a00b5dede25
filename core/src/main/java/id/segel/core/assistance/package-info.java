/**
 * Police at a TPS: they enter when the KPPS asks, and at no other time. The request is a fact, and
 * so are their coming and going; whoever enters unasked is found. Start at {@link
 * id.segel.core.assistance.Assistances}.
 */
@NullMarked
package id.segel.core.assistance;

import org.jspecify.annotations.NullMarked;
