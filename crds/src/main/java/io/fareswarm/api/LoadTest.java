package io.fareswarm.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/// A load test of a FareModel or of any HTTP service.
@Group(ApiNames.GROUP)
@Version(ApiNames.VERSION)
public class LoadTest extends CustomResource<LoadTestSpec, LoadTestStatus> implements Namespaced {}
