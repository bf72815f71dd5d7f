package io.fareswarm.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A load test of a FareModel or of any HTTP service.
///
/// Its short name is `swarm`: `lt` and other short forms of "load test" belong to other load-test operators.
@Group(ApiNames.GROUP)
@ShortNames("swarm")
@Version(ApiNames.VERSION)
public class LoadTest extends CustomResource<LoadTestSpec, LoadTestStatus> implements Namespaced {}
