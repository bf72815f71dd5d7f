@org.jspecify.annotations.NullMarked
package io.fareswarm.operator.ui;
