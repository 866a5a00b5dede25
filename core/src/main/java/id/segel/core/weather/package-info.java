/**
 * Weather over the places where boxes are: forecasts, warnings by polygon, and which site is in
 * danger of rain because of what it is like. {@link id.segel.core.weather.Rain} is the rule, {@link
 * id.segel.core.weather.Rains} folds from the log what is found and which task was opened for it.
 */
@NullMarked
package id.segel.core.weather;

import org.jspecify.annotations.NullMarked;
