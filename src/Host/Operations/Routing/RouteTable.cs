namespace Homeport.Host.Operations.Routing;

/// <summary>Finds the operation of a path and a method. Literal segments win over <c>{parameters}</c>.</summary>
internal sealed class RouteTable
{
    private readonly Node _root = new();

    public RouteTable(OperationCatalogue operations)
    {
        foreach (var operation in operations.Operations)
        {
            foreach (var route in operation.Routes)
            {
                Add(operation, route);
            }
        }
    }

    /// <param name="path">Decoded, with its leading slash; kept by the match.</param>
    public RouteMatch Match(string method, string path)
    {
        var match = new RouteMatch(path);
        var node = _root;
        var start = 1;
        while (start <= path.Length)
        {
            var end = path.IndexOf('/', start);
            end = end < 0 ? path.Length : end;
            if (node.Literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path.AsSpan(start, end - start), out var literal))
            {
                node = literal;
            }
            else if (node.Parameter is { } parameter && end > start)
            {
                node = parameter;
                match.Add(start..end);
            }
            else
            {
                return match;
            }

            start = end + 1;
        }

        match.Endpoints = node.Endpoints;
        foreach (var endpoint in node.Endpoints)
        {
            if (endpoint.Route.Method == method || (method == "HEAD" && endpoint.Route.Method == "GET"))
            {
                match.Endpoint = endpoint;
            }
        }

        return match;
    }

    private void Add(Operation operation, Route route)
    {
        var node = _root;
        var parameters = new List<string>();
        foreach (var segment in route.Path[1..].Split('/'))
        {
            if (segment.StartsWith('{'))
            {
                parameters.Add(segment[1..^1]);
                node = node.Parameter ??= new Node();
            }
            else if (node.Literals.TryGetValue(segment, out var literal))
            {
                node = literal;
            }
            else
            {
                node.Literals.Add(segment, node = new Node());
            }
        }

        if (parameters.Count > RouteMatch.MaxValues || node.Endpoints.Any(endpoint => endpoint.Route.Method == route.Method))
        {
            throw new InvalidOperationException($"{route.Method} {route.Path} of {operation.Name} is taken or has too many parameters.");
        }

        node.Endpoints = [.. node.Endpoints, new RestEndpoint(operation, route, parameters)];
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);
        public Node? Parameter { get; set; }
        public RestEndpoint[] Endpoints { get; set; } = [];
    }
}

/// <summary>One place of one operation.</summary>
/// <param name="Parameters">Names of the path's values, in their order.</param>
internal sealed record RestEndpoint(Operation Operation, Route Route, IReadOnlyList<string> Parameters);
