using System.Text;
using Homeport.Host.Operations.Schema;
using Homeport.Protocol;

namespace Homeport.Host.Operations.TypeScript;

/// <summary>Prints <c>operations.gen.ts</c>: the request and the response of each operation, and where it lives.</summary>
internal sealed class TypeScriptOperations(OperationCatalogue operations)
{
    private readonly SortedSet<string> _imports = new(StringComparer.Ordinal);

    public string Print()
    {
        var body = new StringBuilder();
        PrintOperations(body);
        PrintConnectionOperations(body);
        PrintRoutes(body);

        var text = new StringBuilder("// The operation catalogue as the client sees it. Printed by 'make generate'; do not edit.\n\n");
        text.Append("import type {\n");
        foreach (var name in _imports)
        {
            text.Append("  ").Append(name).Append(",\n");
        }

        text.Append("} from './types.gen';\n\n");
        text.Append("export type NoRequest = Readonly<Record<string, never>>;\n");
        text.Append("export type NoResponse = Readonly<Record<string, never>>;\n\n");
        text.Append("export interface Route {\n");
        text.Append("  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';\n");
        text.Append("  /** `{name}` is filled from the request's property of that name. */\n");
        text.Append("  readonly path: string;\n}\n\n");
        return text.Append(body).ToString();
    }

    private void PrintOperations(StringBuilder text)
    {
        text.Append("/** What REST serves; every one of them is a JSON-RPC method too. */\nexport interface Operations {\n");
        foreach (var operation in operations.Operations.Where(operation => operation.Routes.Count > 0))
        {
            PrintOperation(text, operation);
        }

        text.Append("}\n\n");
    }

    private void PrintConnectionOperations(StringBuilder text)
    {
        text.Append("/** What only a WebSocket serves. */\nexport interface ConnectionOperations {\n");
        foreach (var operation in operations.Operations.Where(operation => operation.Routes.Count == 0))
        {
            PrintOperation(text, operation);
        }

        text.Append("}\n\n");
    }

    private void PrintOperation(StringBuilder text, Operation operation) =>
        text.Append("  /** ").Append(operation.Description).Append(" */\n  ")
            .Append(operation.Name).Append(": { request: ").Append(Import(operation.Request.Type))
            .Append("; response: ").Append(Import(operation.Response.Type)).Append(" };\n");

    private void PrintRoutes(StringBuilder text)
    {
        text.Append("export const routes = {\n");
        foreach (var operation in operations.Operations.Where(operation => operation.Routes.Count > 0))
        {
            var route = operation.Routes[0];
            text.Append("  ").Append(operation.Name).Append(": { method: '").Append(route.Method).Append("', path: '").Append(route.Path).Append("' },\n");
        }

        text.Append("} as const satisfies Record<keyof Operations, Route>;\n");
    }

    private string Import(Type type)
    {
        var wire = operations.Types.Of(type);
        if (type != typeof(NoRequest) && type != typeof(NoResponse) && wire.Kind == WireKind.Object)
        {
            _imports.Add(wire.Name);
        }

        return TypeScriptTypes.Reference(wire);
    }
}
