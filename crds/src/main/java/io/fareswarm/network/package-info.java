/// Which IP addresses a program may connect to. In: a host, a resolver and the ranges that the administrator allows. Out: an
/// address that was checked, to connect to without another resolution, or the reason why there is none.
@NullMarked
package io.fareswarm.network;

import org.jspecify.annotations.NullMarked;
