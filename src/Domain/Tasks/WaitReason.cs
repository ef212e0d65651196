namespace Homeport.Domain.Tasks;

/// <summary>What a waiting task waits for.</summary>
public enum WaitReason
{
    Permission,
    Question,
    Plan,
    Limit,
    Overloaded,
    Budget,
}
