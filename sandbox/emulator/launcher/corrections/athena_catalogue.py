"""AWS: a saved query can be deleted, a workgroup can be updated and tagged and refuses to go while queries are saved in it,
what isn't there is an InvalidRequestException
(https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteNamedQuery.html, API_GetNamedQuery, API_UpdateWorkGroup,
API_GetWorkGroup, API_DeleteWorkGroup, API_TagResource, API_UntagResource).

LocalEmu answers 501 to the first four, deletes workgroups whatever is in them, and 500 or nothing to what isn't there.
"""

from launcher.upstream import expect, expect_parameters

NAME = "athena_catalogue"
_REMOVES = "Remove"


def apply() -> None:
    from localemu.services.athena import provider
    from moto.athena.models import AthenaBackend
    from moto.athena.responses import AthenaResponse

    for operation in ("delete_named_query", "update_work_group", "tag_resource", "untag_resource"):
        expect(NAME, not hasattr(AthenaResponse, operation), f"no {operation} of its own")
    expect_parameters(NAME, AthenaBackend.get_named_query, "self", "query_id")
    expect_parameters(NAME, AthenaBackend.delete_work_group, "self", "name")
    expect(NAME, provider.AthenaDispatcher.__code__.co_names.count("_INTERCEPTED_OPS") == 1, "_INTERCEPTED_OPS by operation")
    proxied = {name: provider._INTERCEPTED_OPS.get(name, provider._proxy_moto) for name in ("GetNamedQuery", "GetWorkGroup", "DeleteWorkGroup")}

    def get_named_query(context, request):
        _named_query(context, request)
        return proxied["GetNamedQuery"](context, request)

    def delete_named_query(context, request):
        _named_query(context, request)
        del _backend(context).named_queries[request["NamedQueryId"]]
        return {}

    def get_work_group(context, request):
        _work_group(context, request["WorkGroup"])
        return proxied["GetWorkGroup"](context, request)

    def update_work_group(context, request):
        group = _work_group(context, request["WorkGroup"])
        if request.get("Description") is not None:
            group.description = request["Description"]
        if request.get("State"):
            group.state = request["State"]
        updates = dict(request.get("ConfigurationUpdates") or {})
        result = dict(group.configuration.get("ResultConfiguration") or {})
        _update(result, updates.pop("ResultConfigurationUpdates", None) or {})
        _update(group.configuration, updates)
        group.configuration["ResultConfiguration"] = result
        return {}

    def delete_work_group(context, request):
        group = _work_group(context, request["WorkGroup"])
        queries = _backend(context).named_queries
        saved = [query.id for query in queries.values() if query.workgroup is group]
        if saved and not request.get("RecursiveDeleteOption"):
            raise _refusal(f"WorkGroup {group.name} is not empty")
        for query_id in saved:
            del queries[query_id]
        return proxied["DeleteWorkGroup"](context, request)

    def tag_resource(context, request):
        _backend(context).tagger.tag_resource(request["ResourceARN"], request["Tags"])
        return {}

    def untag_resource(context, request):
        _backend(context).tagger.untag_resource_using_names(request["ResourceARN"], request["TagKeys"])
        return {}

    provider._INTERCEPTED_OPS.update(
        {
            "GetNamedQuery": get_named_query,
            "DeleteNamedQuery": delete_named_query,
            "GetWorkGroup": get_work_group,
            "UpdateWorkGroup": update_work_group,
            "DeleteWorkGroup": delete_work_group,
            "TagResource": tag_resource,
            "UntagResource": untag_resource,
        }
    )


def _update(settings: dict, updates: dict) -> None:
    """Puts the updates in; `RemoveX: true` takes X away."""
    for name, value in updates.items():
        if not name.startswith(_REMOVES):
            settings[name] = {**settings.get(name, {}), **value} if name == "EngineVersion" else value
        elif value:
            settings.pop(name.removeprefix(_REMOVES), None)


def _backend(context):
    from moto.athena.models import athena_backends

    return athena_backends[context.account_id][context.region]


def _named_query(context, request):
    query_id = request["NamedQueryId"]
    if query_id not in _backend(context).named_queries:
        raise _refusal(f"NamedQuery {query_id} does not exist")


def _work_group(context, name: str):
    group = _backend(context).work_groups.get(name)
    if group is None:
        raise _refusal(f"WorkGroup {name} is not found.")
    return group


def _refusal(message: str):
    from localemu.aws.api import CommonServiceException

    return CommonServiceException(code="InvalidRequestException", message=message, status_code=400, sender_fault=True)
