namespace Homeport.Domain.Access;

/// <summary>What a person is in a workspace.</summary>
public enum Role
{
    Viewer,
    Member,
    Admin,
    Owner,
}

/// <summary>The whole table of roles and permissions.</summary>
public static class RolePermissions
{
    public static bool Grants(this Role role, Permission permission) => permission switch
    {
        Permission.Public => true,
        Permission.Read => true,
        Permission.TaskWrite => role >= Role.Member,
        Permission.ProjectWrite => role >= Role.Member,
        Permission.Administer => role >= Role.Admin,
        Permission.OwnerOnly => role == Role.Owner,
    };
}
