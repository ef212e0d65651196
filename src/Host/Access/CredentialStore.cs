using Homeport.Storage;

namespace Homeport.Host.Access;

/// <summary>The rows of credentials.</summary>
internal sealed class CredentialStore(Database database)
{
    private const string Columns = "id, kind, name, created_at, last_used_at, expires_at";
    private const string Browser = "browser";
    private const string AccessToken = "access_token";

    public Task<Credential?> FindAsync(string secretHash, CancellationToken cancellationToken) => database.ReadAsync(
        scope => scope.QuerySingle($"SELECT {Columns} FROM credentials WHERE secret_hash = @hash", Map, ("hash", secretHash)),
        cancellationToken);

    /// <summary>Those of one kind, newest first.</summary>
    public Task<IReadOnlyList<Credential>> ListAsync(CredentialKind kind, CancellationToken cancellationToken) => database.ReadAsync(
        scope => scope.Query(
            $"SELECT {Columns} FROM credentials WHERE kind = @kind ORDER BY created_at DESC, id DESC", Map, ("kind", Word(kind))),
        cancellationToken);

    public Task AddAsync(Credential credential, string secretHash, CancellationToken cancellationToken) => database.WriteAsync(
        scope => scope.Execute(
            """
            INSERT INTO credentials (id, kind, name, secret_hash, created_at, last_used_at, expires_at)
            VALUES (@id, @kind, @name, @hash, @created, @used, @expires)
            """,
            ("id", credential.Id), ("kind", Word(credential.Kind)), ("name", credential.Name), ("hash", secretHash),
            ("created", credential.CreatedAt.ToUnixTimeMilliseconds()), ("used", credential.LastUsedAt.ToUnixTimeMilliseconds()),
            ("expires", credential.ExpiresAt?.ToUnixTimeMilliseconds())),
        cancellationToken);

    public Task TouchAsync(Credential credential, CancellationToken cancellationToken) => database.WriteAsync(
        scope => scope.Execute(
            "UPDATE credentials SET last_used_at = @used, expires_at = @expires WHERE id = @id",
            ("used", credential.LastUsedAt.ToUnixTimeMilliseconds()),
            ("expires", credential.ExpiresAt?.ToUnixTimeMilliseconds()), ("id", credential.Id)),
        cancellationToken);

    /// <returns>Whether it was there.</returns>
    public Task<bool> RemoveAsync(CredentialKind kind, string id, CancellationToken cancellationToken) => database.WriteAsync(
        scope => scope.Execute("DELETE FROM credentials WHERE id = @id AND kind = @kind", ("id", id), ("kind", Word(kind))) > 0,
        cancellationToken);

    public Task RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => database.WriteAsync(
        scope => scope.Execute("DELETE FROM credentials WHERE expires_at <= @now", ("now", now.ToUnixTimeMilliseconds())),
        cancellationToken);

    private static string Word(CredentialKind kind) => kind == CredentialKind.Browser ? Browser : AccessToken;

    private static Credential Map(Row row) => new(
        row.Text("id"), row.Text("kind") == Browser ? CredentialKind.Browser : CredentialKind.AccessToken, row.Text("name"),
        row.Time("created_at"), row.Time("last_used_at"), row.TimeOrNull("expires_at"));
}
