namespace Homeport.Host.Operations;

/// <summary>Where an operation lives on REST.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Segments; <c>{name}</c> fills the request's property of that name.</param>
internal sealed record Route(string Method, string Path)
{
    public static Route Get(string path) => new("GET", path);

    public static Route Post(string path) => new("POST", path);

    public static Route Put(string path) => new("PUT", path);

    public static Route Patch(string path) => new("PATCH", path);

    public static Route Delete(string path) => new("DELETE", path);
}
