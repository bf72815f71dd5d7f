/// The web page's server: static files, a stream of changes, and calls that change resources.
/// In: HTTP requests of browsers. Out: calls of a [PageSource], which a platform implements.
/// Depends on no platform, and starts nothing itself.
@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.ui;
