package io.fareswarm.api;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/// A taxi-fare model that the operator trains and serves.
@Group(ApiNames.GROUP)
@Version(ApiNames.VERSION)
@ShortNames("fm")
public class FareModel extends CustomResource<FareModelSpec, FareModelStatus> implements Namespaced {}
